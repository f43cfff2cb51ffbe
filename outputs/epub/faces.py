"""Files of installed faces, for drawing and embedding: which file holds a family, and which characters it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kanben.outputs.fonts import run_fc_list

REGULAR, BOLD = 80, 200
"""Weights as fontconfig counts them."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face: its file, its place in a collection, its weight."""

    path: str
    index: int
    weight: float


@cache
def installed_faces() -> Mapping[str, tuple[Face, ...]]:
    """Return the upright faces of every installed family by its name in lower case."""
    faces: dict[str, list[Face]] = {}
    for line in run_fc_list("--format", "%{slant}\t%{weight}\t%{index}\t%{file}\t%{family}\n").splitlines():
        slant, weight, index, path, families = line.split("\t", 4)
        if slant != "0" or int(index) > 0xFFFF or "[" in weight:  # instances of variable fonts have an index beyond
            continue
        for family in families.split(","):
            faces.setdefault(family.strip().lower(), []).append(Face(path, int(index), float(weight)))
    return {family: tuple(sorted(own, key=lambda face: (face.path, face.index))) for family, own in faces.items()}


def find_face(family: str, weight: int = REGULAR) -> Face | None:
    """Return the face of a family that is nearest to a weight."""
    own = installed_faces().get(family.lower(), ())
    return min(own, key=lambda face: abs(face.weight - weight), default=None)
