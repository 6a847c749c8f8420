"""Places and the catalogue: what people maintain, read as a whole and replaced in short transactions."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, insert, select, update

from db.engine import reading, upsert, writing
from db.log_tables import catalogue_item, org_link, org_unit, register_version
from pipelines.domain.catalogue import Catalogue, Hazard, Item, catalogue_of
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.new_place import NewPlace
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import Hierarchy, OrgLevel, OrgLink, OrgUnit

_Values = tuple[Any, ...]
_LEVELS = {level.value: level for level in OrgLevel}
_KINDS = {kind.value: kind for kind in Hierarchy}


class OrgStore:
    """The register of places and the catalogue, with a version that grows when either changes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def engine(self) -> Engine:
        """The log's side of the database."""
        return self._engine

    def version(self) -> int:
        """Grows with every change of places, catalogue or registers."""
        with reading(self._engine) as connection:
            return connection.execute(select(register_version.c.version)).scalar() or 0

    def has_places(self) -> bool:
        """Whether any place is registered."""
        with reading(self._engine) as connection:
            return connection.execute(select(org_unit.c.id).limit(1)).first() is not None

    def tree(self) -> OrgTree:
        """All units and links."""
        with reading(self._engine) as connection:
            units = _rows(connection, select(org_unit).order_by(org_unit.c.id))
            links = _rows(connection, select(org_link).order_by(*org_link.primary_key))
        return _tree(units, links)

    def catalogue(self) -> Catalogue:
        """All versions of all items."""
        with reading(self._engine) as connection:
            query = select(catalogue_item).order_by(catalogue_item.c.code)
            return catalogue_of(map(_item, connection.execute(query).all()))

    def put_places(self, places: Sequence[NewPlace]) -> None:
        """Add or rename places and set their links; an error leaves everything as it was."""
        with writing(self._engine) as connection:
            new = upsert(self._engine, org_unit)
            fresh = {name: new.excluded[name] for name in ("level", "name", "name_en", "kind")}
            connection.execute(
                new.on_conflict_do_update(index_elements=["code"], set_=fresh), [_unit_row(place) for place in places]
            )
            links = [_link_row(place) for place in places if place.parent]
            if links:
                link = upsert(self._engine, org_link)
                keys = ["child", "parent", "valid_from"]
                connection.execute(
                    link.on_conflict_do_update(index_elements=keys, set_={"valid_to": link.excluded.valid_to}), links
                )
            grow_version(connection)

    def put_items(self, items: Sequence[Item]) -> None:
        """Add versions of items; one of the same code and first day is replaced."""
        item = upsert(self._engine, catalogue_item)
        keys = ("code", "valid_from")
        fresh = {column.name: item.excluded[column.name] for column in catalogue_item.c if column.name not in keys}
        with writing(self._engine) as connection:
            connection.execute(
                item.on_conflict_do_update(index_elements=keys, set_=fresh), [_item_row(item) for item in items]
            )
            grow_version(connection)


def grow_version(connection: Connection) -> None:
    """Tell whoever keeps places, items or registers in memory to read them again."""
    column = register_version.c.version
    if not connection.execute(update(register_version).values(version=column + 1)).rowcount:
        connection.execute(insert(register_version).values(name="register", version=1))


def _rows(connection: Connection, query: Select[*tuple[Any, ...]]) -> tuple[_Values, ...]:
    """As the driver gives them: thousands, compared with those read before."""
    cursor = connection.execute(query).cursor
    return tuple(cursor.fetchall()) if cursor else ()


# Trees never change, so that all who read the same rows share one.
@lru_cache(2)
def _tree(units: tuple[_Values, ...], links: tuple[_Values, ...]) -> OrgTree:
    return OrgTree(map(_unit, units), map(_link, links))


def _unit(row: _Values) -> OrgUnit:
    id_, code, level, name, name_en, kind = row
    return OrgUnit(id_, code, _LEVELS[level], name, name_en or name, _KINDS[kind])


def _link(row: _Values) -> OrgLink:
    child, parent, valid_from, valid_to = row
    return OrgLink(child, parent, _day(valid_from), _day(valid_to))


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def _unit_row(place: NewPlace) -> dict[str, object]:
    names = {"name": place.name, "name_en": place.name_en or place.name}
    return {"code": place.code, "level": place.level.value, "kind": place.kind.value, **names}


def _link_row(place: NewPlace) -> dict[str, object]:
    valid_from = place.valid_from.toordinal() if place.valid_from else 0
    valid_to = place.valid_to.toordinal() if place.valid_to else None
    return {"child": place.code, "parent": place.parent, "valid_from": valid_from, "valid_to": valid_to}


def _item(row: Row[*tuple[Any, ...]]) -> Item:
    code, first, name, name_en, center, class_, workflow, hazard, weight, owner, is_sample = row
    what = (code, name, name_en, Center(center), CaseClass(class_), workflow)
    return Item(*what, Hazard(hazard), weight, OrgLevel(owner), _day(first), is_sample)


def _item_row(item: Item) -> dict[str, object]:
    return {
        "code": item.code,
        "name": item.name,
        "name_en": item.name_en,
        "center": item.center.value,
        "class": item.class_.value,
        "workflow": item.workflow,
        "hazard": item.hazard.value,
        "weight": item.weight,
        "owner_level": item.owner_level.value,
        "sample": item.is_sample,
        "valid_from": item.valid_from.toordinal() if item.valid_from else 0,
    }
