"""Value objects that cost nothing to define: frozen, equal by class and fields.

`dataclasses` writes and compiles the methods of every class anew when its module is imported:
0.6 ms a class, and a third of a cold search with the sixty classes that a search needs. Here
a value is a tuple underneath, of its class and its fields, so that a class costs about
0.02 ms and Python makes, compares and hashes values as fast as it does tuples. What
tuples can do beside that is not for use: a value has fields, and cannot be iterated over.

    class Word(Value):
        text: str
        weight: float = 1.0

    Word("lön") == Word("lön", weight=1.0)        True
    replace(Word("lön"), weight=0.5)              Word(text='lön', weight=0.5)

A class may define `__post_init__`, which is called when all fields are set, and may raise.
What is made by the thousand is best given its fields in order: names take longer. Type
checkers treat the classes as the frozen dataclasses that they stand in for.
"""

from __future__ import annotations

from collections import _tuplegetter  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from typing_extensions import Self, dataclass_transform

    class _Tuple:
        def __eq__(self, other: object) -> bool: ...
        def __hash__(self) -> int: ...

else:
    _Tuple = tuple

    def dataclass_transform(**_options: bool) -> Any:
        return lambda kind: kind


_make_tuple: Any = tuple.__new__


@dataclass_transform(frozen_default=True)
class ValueType(type):
    """The class of value classes: turns annotations into fields, and keeps the defaults."""

    __match_args__: tuple[str, ...]
    _defaults: dict[str, Any]
    _rests: dict[int, tuple[Any, ...]]
    """By how many fields were given in order: the defaults of the rest. Filled as they come."""

    def __new__(mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> ValueType:
        fields = tuple(namespace.get("__annotations__", ()))
        defaults = {field: namespace.pop(field) for field in fields if field in namespace}
        for base in bases:
            fields = (*getattr(base, "__match_args__", ()), *fields)
            defaults = {**getattr(base, "_defaults", {}), **defaults}
        if "__post_init__" in namespace:
            namespace["__new__"] = _make_checked
        for number, field in enumerate(fields, start=1):
            namespace[field] = _tuplegetter(number, None)
        namespace["__slots__"] = ()
        namespace["__match_args__"] = fields
        namespace["_defaults"] = defaults
        namespace["_rests"] = {len(fields): ()}
        return super().__new__(mcls, name, bases, namespace)


class Value(_Tuple, metaclass=ValueType):
    """The base of value objects; see the module."""

    def __new__(cls, *values: Any, **named: Any) -> Self:
        rest = cls._rests.get(len(values))
        if named or rest is None:
            rest = cls._rest(len(values), named)
        # Unpacked into one tuple, they would go through a list, which takes a tenth longer.
        made: Self = _make_tuple(cls, (cls,) + values + rest)  # noqa: RUF005
        return made

    @classmethod
    def _rest(cls, given: int, named: dict[str, Any]) -> tuple[Any, ...]:
        """Give the fields that follow those given in order, by name or by default.

        Raises TypeError where one is missing, or one is given that has no place.
        """
        fields = cls.__match_args__
        following = fields[given:]
        if given > len(fields) or not named.keys() <= set(following):
            raise TypeError(f"{cls.__name__} takes {', '.join(fields)}")
        known = cls._defaults | named
        try:
            rest = tuple([known[field] for field in following])
        except KeyError:
            missing = [field for field in following if field not in known]
            raise TypeError(f"{cls.__name__} lacks {', '.join(missing)}") from None
        if not named:
            cls._rests[given] = rest
        return rest

    __iter__ = None
    """Values are not rows of things, whatever they are underneath."""

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __repr__(self) -> str:
        shown = ", ".join(f"{field}={value!r}" for field, value in to_dict(self).items())
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        return type(self), _values(self)


def _make_checked(cls: type[Value], *values: Any, **named: Any) -> Value:
    made: Any = Value.__new__(cls, *values, **named)
    made.__post_init__()
    return made  # type: ignore[no-any-return]


def _values(value: Any) -> tuple[Any, ...]:
    return value[1:]  # type: ignore[no-any-return]


AnyValue = TypeVar("AnyValue", bound=Value)


def replace(value: AnyValue, **changes: Any) -> AnyValue:
    """Make a value that differs in some fields."""
    return type(value)(**(to_dict(value) | changes))


def to_dict(value: Value) -> dict[str, Any]:
    """Give the fields and what is in them; values inside stay values."""
    return dict(zip(type(value).__match_args__, _values(value), strict=True))
