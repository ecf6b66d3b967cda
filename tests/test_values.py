"""Value objects behave as the frozen dataclasses that they stand in for."""

from __future__ import annotations

import pickle

import pytest

from searchkit.values import Value, replace, to_dict


class Word(Value):
    text: str
    weight: float = 1.0


class Marked(Word):
    why: str = "stem"


class Other(Value):
    text: str
    weight: float = 1.0


class Checked(Value):
    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError("below 0")


def test_fields_are_given_in_order_or_by_name() -> None:
    assert Word("lön", 0.5) == Word(weight=0.5, text="lön")


def test_a_default_stands_in_for_a_field_that_is_not_given() -> None:
    assert Word("lön").weight == 1.0


def test_equal_fields_in_another_class_are_not_equal() -> None:
    assert Word("lön") != Other("lön")
    assert len({Word("lön"), Other("lön"), Word("lön", 1.0)}) == 2


def test_a_value_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="Word is frozen"):
        Word("lön").text = "löner"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="Word is frozen"):
        del Word("lön").text


def test_a_value_takes_no_attributes_beside_its_fields() -> None:
    assert not hasattr(Word("lön"), "__dict__")


def test_a_value_is_not_a_row_of_things() -> None:
    with pytest.raises(TypeError):
        iter(Word("lön"))  # type: ignore[call-overload]


def test_a_derived_value_has_the_fields_of_its_base_first() -> None:
    assert to_dict(Marked("lön", 0.5, "part")) == {"text": "lön", "weight": 0.5, "why": "part"}


def test_repr_can_be_read_back() -> None:
    assert repr(Marked("lön")) == "Marked(text='lön', weight=1.0, why='stem')"


def test_replace_changes_some_fields_and_checks_again() -> None:
    assert replace(Word("lön", 0.5), text="fack") == Word("fack", 0.5)
    with pytest.raises(ValueError, match="below 0"):
        replace(Checked(1), count=-1)


@pytest.mark.parametrize(
    ("values", "named", "message"),
    [
        ((), {}, "Word lacks text"),
        (("a", 1.0, "b"), {}, "Word takes text, weight"),
        (("a",), {"text": "b"}, "Word takes text, weight"),
        (("a",), {"size": 1}, "Word takes text, weight"),
    ],
)
def test_wrong_arguments_are_refused(
    values: tuple[object, ...], named: dict[str, object], message: str
) -> None:
    with pytest.raises(TypeError, match=message):
        Word(*values, **named)  # type: ignore[arg-type]


def test_a_value_can_be_matched_by_position() -> None:
    match Marked("lön", 0.5):
        case Marked(text, weight):
            assert (text, weight) == ("lön", 0.5)
        case _:
            pytest.fail("not matched")


def test_a_value_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(Marked("lön"))) == Marked("lön")
