"""The directory that holds an index: what lies where, who may write, whose it is.

    index/
      index.json        which generation answers, and what built it; replaced atomically
      generation-3/     the engine's own files, and manifest.json: what was indexed from where
      writer.lock       held while writing
      writer.json       who holds it

A rebuild writes the next generation beside the current one and then replaces `index.json`;
readers that opened the old one go on with it.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from searchkit.durable import flush_folder, flush_names, read_sealed, write_sealed
from searchkit.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    IndexUntrusted,
    IndexUnusable,
    IndexUnwritable,
)
from searchkit.refusals import refusals_named
from searchkit.values import Value, to_dict

if TYPE_CHECKING:
    from filelock import BaseFileLock

SCHEMA = "searchkit.index/2"
MANIFEST_SCHEMA = "searchkit.manifest/2"
_FIRST_SCHEMA = "searchkit.index/1"

TRUST_VARIABLE = "SEARCHKIT_TRUST"
"""Environment variable: directories of other people's indexes to open all the same."""


class Header(Value):
    """What `index.json` says. `built` is local time in ISO 8601, to the second."""

    generation: int
    fingerprint: str
    built: str
    schema: str = SCHEMA


class IndexDirectory:
    """One index directory. Nothing is created before something is written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def base(self) -> Path:
        """The folder that document paths are relative to, so that a project can be moved."""
        return Path(os.path.abspath(self.path)).parent  # noqa: PTH100  resolve() follows links

    def generation(self, number: int) -> Path:
        """Give the directory of one generation."""
        return self.path / f"generation-{number}"

    def read_header(self, fingerprint: str | None = None) -> Header:
        """Read which generation answers.

        With `fingerprint`, the index must have been built by that. Raises IndexMissing,
        IndexDamaged, IndexOutdated or IndexUntrusted.
        """
        try:
            self._check_owner()
            header = Header(**json.loads(read_sealed(self.path / "index.json")))
        except (FileNotFoundError, NotADirectoryError):
            raise self._missing() from None
        except PermissionError:
            raise IndexMissing(
                f"no permission to read the index in {self.path}: "
                "choose another with --index, or ask its owner",
                str(self.path),
            ) from None
        except (ValueError, TypeError):
            if self._is_of_first_schema():
                raise self._outdated() from None
            raise self.damaged("index.json cannot be read") from None
        if header.schema != SCHEMA or fingerprint not in (None, header.fingerprint):
            raise self._outdated()
        return header

    def _is_of_first_schema(self) -> bool:
        """Tell whether the header is one from before it had a checksum."""
        try:
            content = json.loads((self.path / "index.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return isinstance(content, dict) and content.get("schema") == _FIRST_SCHEMA

    def _outdated(self) -> IndexOutdated:
        return IndexOutdated(
            f"the index in {self.path} was built by another version of searchkit: "
            "run `searchkit index --rebuild`",
            str(self.path),
        )

    def _missing(self) -> IndexMissing:
        if self.path.exists() and not self.path.is_dir():
            reason = f"{self.path} is a file, not an index directory"
        elif self.path.is_dir():
            reason = f"there is no index in {self.path} yet"
        else:
            reason = f"there is no index at {self.path}"
        return IndexMissing(
            f"{reason}: build one with `searchkit index FOLDER`, or name another with --index",
            str(self.path),
        )

    def damaged(self, what: str) -> IndexDamaged:
        """Make the error for files that cannot be read."""
        return IndexDamaged(
            f"the index in {self.path} is damaged ({what}): run `searchkit index --rebuild`",
            str(self.path),
        )

    def _check_owner(self) -> None:
        """Refuse an index of another user's: opening one can run code that is in it."""
        if not hasattr(os, "geteuid"):
            return
        owner = (self.path / "index.json").stat().st_uid
        if owner == os.geteuid() or self._is_trusted():
            return
        raise IndexUntrusted(
            f"the index in {self.path} belongs to another user, and opening it could run that "
            f"user's code: if you trust it, set {TRUST_VARIABLE}={self.path.absolute()}",
            str(self.path),
        )

    def _is_trusted(self) -> bool:
        trusted = os.environ.get(TRUST_VARIABLE, "").split(os.pathsep)
        return any(entry and Path(entry).resolve() == self.path.resolve() for entry in trusted)

    def write_header(self, header: Header) -> None:
        """Make a generation the one that answers; it has been flushed by then."""
        _write_json(self.path / "index.json", to_dict(header))

    def read_manifest(self, generation: int) -> dict[str, Any]:
        """Read what a generation was built from: `roots`, `files`, `skipped`."""
        try:
            manifest = json.loads(read_sealed(self.generation(generation) / "manifest.json"))
        except (OSError, ValueError):
            raise self.damaged("manifest.json cannot be read") from None
        if not isinstance(manifest, dict):
            raise self.damaged("manifest.json cannot be read")
        if manifest.get("schema") != MANIFEST_SCHEMA:
            raise self.damaged("manifest.json is of another version")
        return manifest

    def write_manifest(self, generation: int, manifest: dict[str, Any]) -> None:
        """Write what a generation has been built from, now that it is all on the disk."""
        flush_folder(self.generation(generation))
        path = self.generation(generation) / "manifest.json"
        _write_json(path, {"schema": MANIFEST_SCHEMA, **manifest})
        self._unfinished(generation).unlink(missing_ok=True)

    def mark_unfinished(self, generation: int) -> None:
        """Note that a generation is about to hold what its manifest does not tell."""
        self._unfinished(generation).touch()
        flush_names(self.generation(generation))

    def is_unfinished(self, generation: int) -> bool:
        """Tell whether a build ended after its documents were in and before the manifest was."""
        return self._unfinished(generation).exists()

    def _unfinished(self, generation: int) -> Path:
        return self.generation(generation) / "unfinished"

    def create_generation(self, number: int) -> Path:
        """Make an empty directory for a new generation."""
        import shutil

        directory = self.generation(number)
        if directory.exists():
            shutil.rmtree(directory)
        directory.mkdir(parents=True)
        return directory

    def last_generation(self) -> int:
        """Give the highest number of a generation that is there, whole or not; 0 for none."""
        numbers = (path.name.rpartition("-")[2] for path in self.path.glob("generation-*"))
        return max((int(number) for number in numbers if number.isdecimal()), default=0)

    def drop_generations_except(self, *numbers: int) -> None:
        """Delete every other generation: old ones, and those an interrupted build left."""
        import shutil

        kept = {self.generation(number) for number in numbers}
        for directory in self.path.glob("generation-*"):
            if directory not in kept:
                shutil.rmtree(directory, ignore_errors=True)

    @contextlib.contextmanager
    def writing(
        self, wait_seconds: float, told: Callable[[str], object] = lambda sentence: None
    ) -> Iterator[None]:
        """Hold the writer's lock; raise IndexLocked, naming the holder, after the wait.

        `told` is called with a sentence when there is somebody to wait for. What the system
        then refuses, for a full disk for instance, is raised as IndexUnwritable.
        """
        from filelock import FileLock, Timeout

        with refusals_named(self.path):
            self._prepare()
            lock = FileLock(self.path / "writer.lock")
            try:
                self._acquire(lock, wait_seconds, told)
            except Timeout:
                raise self._locked() from None
            try:
                holder = json.dumps({"pid": os.getpid(), "host": _host()})
                (self.path / "writer.json").write_text(holder, encoding="utf-8")
                yield
            finally:
                with contextlib.suppress(OSError):
                    (self.path / "writer.json").unlink(missing_ok=True)
                lock.release()

    def _acquire(
        self, lock: BaseFileLock, wait_seconds: float, told: Callable[[str], object]
    ) -> None:
        from filelock import Timeout

        try:
            lock.acquire(timeout=0)
        except Timeout:
            if wait_seconds:
                told(f"waiting for {self._holder()}, which is writing the index")
            lock.acquire(timeout=wait_seconds)

    def _locked(self) -> IndexLocked:
        holder = self._holder()
        return IndexLocked(
            f"the index in {self.path} is being written by {holder}: "
            "try again when it is done, or wait longer with --wait SECONDS",
            str(self.path),
            holder,
        )

    def _prepare(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise IndexUnusable(
                f"{self.path} is a file: name a folder for the index with --index",
                str(self.path),
            ) from None
        except PermissionError:
            raise self._forbidden() from None
        if not os.access(self.path, os.W_OK | os.X_OK):
            raise self._forbidden()
        if (self.path / "index.json").exists():
            self._check_owner()

    def _forbidden(self) -> IndexUnwritable:
        return IndexUnwritable(
            f"no permission to write to {self.path}: name another folder with --index",
            str(self.path),
        )

    def _holder(self) -> str:
        try:
            content = json.loads((self.path / "writer.json").read_text(encoding="utf-8"))
            return f"process {content['pid']} on {content['host']}"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process"


def _host() -> str:
    import socket

    return socket.gethostname()


def _write_json(path: Path, content: dict[str, Any]) -> None:
    write_sealed(path, json.dumps(content, ensure_ascii=False, separators=(",", ":")))
