"""Every Redis key and its lifetime, made by functions. One shard's keys share a hash tag."""

from datetime import date

DAY_SECONDS = 3 * 24 * 3600
WAKE_CHANNEL = "threecenter:wake"


def meta(shard: str) -> str:
    """Watermark, owner and as_of of a shard; no lifetime."""
    return f"tc:{{{shard}}}:meta"


def stock(shard: str) -> str:
    """Stock rows of a shard by place; no lifetime."""
    return f"tc:{{{shard}}}:stock"


def day(shard: str, of: date) -> str:
    """Rows of one day of a shard by place; expires DAY_SECONDS after the last write."""
    return f"tc:{{{shard}}}:day:{of.isoformat()}"
