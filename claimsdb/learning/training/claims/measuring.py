"""How good a reader is, as the program would read its scores: claims with exactly their words, acts with exactly theirs, and ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from claimsdb.english.networks import crf
from claimsdb.english.networks.claims import Said, said
from claimsdb.english.networks.labels import ACTS, ATTRIBUTIONS, CLAIMS, Labels
from claimsdb.english.networks.links import WIDTH
from claimsdb.english.networks.tagger import MARGIN, WINDOW, Judged, Reading
from claimsdb.english.networks.ties import OUTER, OWNER, SOURCE, Stretch
from claimsdb.english.networks.windows import pack, window
from claimsdb.learning.evaluation.measures import Tally
from claimsdb.learning.training.claims.batches import Example, batch, with_states
from claimsdb.learning.training.claims.lessons import Lesson
from claimsdb.learning.training.claims.network import Reader
from claimsdb.learning.training.tagger.crf import Crf
from claimsdb.learning.training.tagger.network import Network


@dataclass(frozen=True, slots=True)
class Held:
    """A lesson to measure with, and its windows with the states after the lower layers."""

    lesson: Lesson
    windows: Sequence[Example]


def held(network: Network, layers: int, lesson: Lesson) -> Held:
    """A lesson in windows as the program cuts them, with the states after the network's first layers."""
    read = lesson.read
    cut = [Example(window(read, inside)) for inside in pack(read, WINDOW, MARGIN)]
    return Held(lesson, with_states(network, cut, layers))


def measure(reader: Reader, of: Sequence[Held]) -> dict[str, float]:
    """F1 of claims and of cues and sources, and of the ties of each kind between what is found."""
    tallies = {name: Tally() for name in ("claims", "acts", "owner", "source", "outer")}
    for one in of:
        lesson = one.lesson
        made = _ties(_said(reader, one))
        wanted = _ties_of(lesson)
        for name, tally in tallies.items():
            tally.add(len(made[name] & wanted[name]), len(made[name]), len(wanted[name]))
    return {name: tally.scores()["f1"] for name, tally in tallies.items()}


def _said(reader: Reader, of: Held) -> Said:
    read = of.lesson.read
    reading = Reading([len(p) for p in read])
    with torch.no_grad():
        for example in of.windows:
            given = batch([example])
            (states,) = reader(given)
            words = len(states)
            claims, acts, ties = (head(states).numpy() for head in (reader.claims, reader.acts, reader.ties))
            unknown = np.zeros((words, len(ATTRIBUTIONS)), np.float32), np.zeros((words, 4 * WIDTH), np.float32)
            reading.add(example.window, Judged((unknown[0], claims, acts), unknown[1], ties))
    scores = [(s.claims, s.acts) for s in reading.scores]
    return said(read, of.lesson.begins, scores, numbers(reader), reading, reader.near.detach().numpy())


def numbers(reader: Reader) -> tuple[crf.Crf, crf.Crf]:
    """The reader's CRFs of claims and of acts, as the program computes with them."""

    def of(labels: Labels, learnt: Crf) -> crf.Crf:
        return crf.Crf.of(labels, learnt.move.tolist(), learnt.begin.tolist(), learnt.end.tolist())

    return of(CLAIMS, reader.claims_crf), of(ACTS, reader.acts_crf)


Found = dict[str, set[tuple[object, ...]]]


def _ties(made: Said) -> Found:
    """What was found, in a form to compare: claims and acts by their words, ties by those of both ends."""
    found: Found = {"claims": {c.pieces for c in made.claims}}
    sources = {act.source for act in made.acts if act.source is not None}
    found["acts"] = {("cue", act.cue) for act in made.acts} | {("source", source) for source in sources}
    owners = ((c, max(c.owners, key=lambda one: one[1], default=(None, 0.0))) for c in made.claims)
    found["owner"] = {(c.pieces[0], _cue(made, k if chance > c.none else None)) for c, (k, chance) in owners}
    found["source"] = {(act.cue, act.source) for act in made.acts}
    found["outer"] = {(act.cue, _cue(made, act.outer)) for act in made.acts}
    return found


def _cue(made: Said, k: int | None) -> Stretch | None:
    return None if k is None else made.acts[k].cue


def _ties_of(lesson: Lesson) -> Found:
    """The same of a lesson."""
    found: Found = {"claims": {tuple(told.pieces) for told in lesson.told}}
    sources = {tie.to for tie in lesson.ties if tie.kind == SOURCE and tie.to is not None}
    found["acts"] = {("cue", cue) for cue in lesson.cues} | {("source", source) for source in sources}
    for name, kind in (("owner", OWNER), ("source", SOURCE), ("outer", OUTER)):
        found[name] = {(tie.pointing, tie.to) for tie in lesson.ties if tie.kind == kind}
    return found
