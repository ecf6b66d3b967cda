"""A build that is killed at some moment, power cut or SIGKILL, loses and doubles nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .killing import KINDS, build_and_die, check_survival, make_archive

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture(scope="module", params=KINDS)
def moments(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, int]:
    """Each kind of build, and how often it touches the disk."""
    folder = tmp_path_factory.mktemp("räknat")
    make_archive(folder, request.param)
    return request.param, build_and_die(folder, request.param)


@pytest.mark.parametrize("tenth", range(1, 10, 2))
def test_a_build_that_is_killed_loses_and_doubles_nothing(
    tenth: int, moments: tuple[str, int], tmp_path: Path
) -> None:
    kind, count = moments
    make_archive(tmp_path, kind)
    assert 0 < build_and_die(tmp_path, kind, count * tenth // 10) < count
    check_survival(tmp_path, kind)
