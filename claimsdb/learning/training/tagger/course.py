"""The training of a network: steps, the average of its weights, and checkpoints to resume from."""

from __future__ import annotations

import copy
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Generic, Protocol, TextIO, TypeVar

import torch
from torch import Tensor, nn

TOLD = 25
"""Number of steps between two lines of the log."""


Net = TypeVar("Net", bound=nn.Module)
Lesson = TypeVar("Lesson")


class Pace(Protocol):
    """How fast a training goes: the rate, the decay of weights, the share of steps in which the rate rises, the share kept in the average.

    The rate of heads is `heads` times that of the encoder, that of CRFs' moves `moves` times.
    """

    rate: float
    heads: float
    moves: float
    decay: float
    warmup: float
    average: float


class Course(Generic[Net, Lesson]):
    """A network in training: AdamW with a linear schedule, and the average of its weights over steps.

    `encoder` and `moves` are the parameters that learn at rates of their own; `losses` gives the losses of a batch by name.
    """

    def __init__(
        self,
        network: Net,
        encoder: Sequence[nn.Parameter],
        moves: Sequence[nn.Parameter],
        settings: Pace,
        steps: int,
        losses: Callable[[Lesson], dict[str, Tensor]],
    ) -> None:
        self.network, self.settings, self.steps, self._losses = network, settings, steps, losses
        self.average: Net = copy.deepcopy(network).eval()
        apart = {id(p) for p in (*encoder, *moves)}
        self._learnt = [p for p in network.parameters() if p.requires_grad]
        heads = [p for p in self._learnt if id(p) not in apart]
        rates = ((encoder, 1.0), (heads, settings.heads), (moves, settings.moves))
        self._optimizer = torch.optim.AdamW(
            [{"params": list(params), "lr": settings.rate * times} for params, times in rates],
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

    def run(self, batches: Iterable[Lesson]) -> Iterator[tuple[int, dict[str, float]]]:
        """Learn from the batches; yield after every `TOLD` steps how many are done, and the mean losses since the last time."""
        self.network.train()
        seen: dict[str, list[Tensor]] = {}
        k = 0
        for k, given in enumerate(batches, 1):
            lost = self._losses(given)
            sum(lost.values()).backward()
            torch.nn.utils.clip_grad_norm_(self._learnt, 1.0)
            self._optimizer.step()
            self._schedule.step()
            self._optimizer.zero_grad(set_to_none=False)
            self._follow()
            for name, value in lost.items():
                seen.setdefault(name, []).append(value.detach())
            if k % TOLD == 0:
                yield k, _means(seen)
                seen = {}
        if seen:
            yield k, _means(seen)

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
        state = torch.load(path, weights_only=True, map_location=self._learnt[0].device)
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


def _means(seen: dict[str, list[Tensor]]) -> dict[str, float]:
    return {name: round(float(sum(values)) / len(values), 4) for name, values in seen.items()}


def tell(log: TextIO, line: Mapping[str, object]) -> None:
    """Write a line of a training's log, and show it."""
    log.write(json.dumps(line) + "\n")
    log.flush()
    print(json.dumps(line), file=sys.stderr, flush=True)
