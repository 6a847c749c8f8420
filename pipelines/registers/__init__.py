"""Registers: what people maintain, read from their files with every fault named, or not at all."""
