"""The training of a network: batches, steps, the average of its weights, and checkpoints to resume from."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from claimsdb.learning.training.tagger.batches import Batch, Example, batch
from claimsdb.learning.training.tagger.losses import Settings, losses
from claimsdb.learning.training.tagger.network import Network

TOLD = 25
"""Number of steps between two lines of the log."""


class Course:
    """A network in training: AdamW with a linear schedule, and the average of its weights over steps.

    A batch is judged by the teachers of its fold: teachers are listed by fold, and again from the first fold if there are more.
    """

    def __init__(
        self, network: Network, settings: Settings, steps: int, teachers: Sequence[Network] = (), folds: int = 1
    ) -> None:
        self.network, self.settings, self.steps = network, settings, steps
        self.teachers, self.folds = teachers, folds
        self.average = copy.deepcopy(network).eval()
        encoder, moves = {id(p) for p in network.encoder}, {id(p) for p in network.crf.parameters()}
        self._learnt = [p for p in network.parameters() if p.requires_grad]
        heads = [p for p in self._learnt if id(p) not in encoder | moves]
        rates = ((network.encoder, 1.0), (heads, settings.heads), (list(network.crf.parameters()), settings.moves))
        self._optimizer = torch.optim.AdamW(
            [{"params": params, "lr": settings.rate * times} for params, times in rates],
            weight_decay=settings.decay,
            betas=(0.9, 0.98),
            fused=True,
        )
        ramp = max(1, int(settings.warmup * steps))
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda k: min((k + 1) / ramp, max(steps - k, 1) / max(steps - ramp, 1))
        )
        self._started = time.monotonic()

    def minutes(self) -> float:
        """How long the training has been running, in minutes."""
        return round((time.monotonic() - self._started) / 60, 2)

    def run(
        self, groups: Sequence[Sequence[Example]], seed: int, workers: int = 0
    ) -> Iterator[tuple[int, dict[str, float]]]:
        """Learn from the groups; yield after every `TOLD` steps how many are done, and the mean losses since the last time.

        `workers` is the number of processes that make the batches.
        """
        self.network.train()
        device, hide = self.network.words.weight.device, self.settings.hide
        made = DataLoader(_Groups(groups, hide, seed), batch_size=None, num_workers=workers)
        seen: dict[str, list[Tensor]] = {}
        for k, given in enumerate(made, 1):
            teachers = self.teachers[given.fold :: self.folds]
            lost = losses(self.network, given.to(device), self.settings, teachers)
            sum(lost.values()).backward()
            torch.nn.utils.clip_grad_norm_(self._learnt, 1.0)
            self._optimizer.step()
            self._schedule.step()
            self._optimizer.zero_grad(set_to_none=False)
            self._follow()
            for name, value in lost.items():
                seen.setdefault(name, []).append(value.detach())
            if k % TOLD == 0 or k == len(groups):
                yield k, {n: round(float(sum(v)) / len(v), 4) for n, v in seen.items()}
                seen = {}

    def _follow(self) -> None:
        """Move the average towards the weights, quickly at first."""
        step = self._schedule.last_epoch
        keep = min(self.settings.average, (step + 1) / (step + 20))
        pairs = zip(self.average.parameters(), self.network.parameters(), strict=True)
        averages, weights = zip(*((a.data, p.data) for a, p in pairs if p.requires_grad), strict=True)
        torch._foreach_lerp_(averages, weights, 1 - keep)

    def _parts(self) -> dict[str, Stateful]:
        return {
            "network": self.network,
            "average": self.average,
            "optimizer": self._optimizer,
            "schedule": self._schedule,
        }

    def save(self, path: Path, done: int) -> None:
        """Write a checkpoint after `done` epochs, with all that is needed to resume."""
        torch.save({name: part.state_dict() for name, part in self._parts().items()} | {"done": done}, path)

    def resume(self, path: Path) -> int:
        """Resume from a checkpoint; return how many epochs were done."""
        state = torch.load(path, weights_only=True, map_location=self.network.words.weight.device)
        for name, part in self._parts().items():
            part.load_state_dict(state[name])
        return int(state["done"])


class Stateful(Protocol):
    """An object whose state can be saved and restored."""

    def state_dict(self) -> dict[str, object]:
        """The state."""
        ...

    def load_state_dict(self, state: dict[str, object], /) -> object:
        """Restore a state."""
        ...


@dataclass
class _Groups(Dataset[Batch]):
    """A data set that turns groups of windows into batches."""

    groups: Sequence[Sequence[Example]]
    hide: float
    seed: int

    def __len__(self) -> int:
        return len(self.groups)

    def __getitem__(self, k: int) -> Batch:
        return batch(self.groups[k], self.hide, random.Random(self.seed * 100_003 + k))
