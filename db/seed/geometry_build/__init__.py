"""Draw the schematic geometry of the demonstration districts: run at build time, never by the product.

One district at a time: `layout` says roughly where its parts lie, `mesh` cuts it into small cells, `grow` lets
regions grow over them level by level (`nest`), `border` smooths the borders the levels share, `coverage` turns them
into simplified polygons that tile, and `files` writes them. Only sums, products and square roots of seeded numbers
decide, and growing compares whole numbers, so that the same layout gives the same bytes.
"""
