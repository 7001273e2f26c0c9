"""A real vLLM server, started by whoever runs these tests (.ci/run): they fail without one, they are never skipped.

VLLM_REEL_URL, VLLM_REEL_CLE: its root and its key. VLLM_REEL_PID: the process that serves, which these tests stop,
resume and in the end kill. Its model may be the smallest: what it writes is the guard's work, how it ends is ours.
"""

import contextlib
import os
import re
from dataclasses import dataclass

import httpx2
import pytest

VARIABLES = ("VLLM_REEL_URL", "VLLM_REEL_CLE", "VLLM_REEL_PID")


@dataclass(frozen=True)
class Reel:
    url: str
    cle: str
    pid: int

    def metric(self, nom: str) -> float:
        """Read a metric of the server, summed over its engines."""
        texte = httpx2.get(f"{self.url}/metrics", trust_env=False, timeout=10).text
        valeurs = re.findall(rf"^vllm:{nom}(?:{{[^}}]*}})? ([0-9.e+]+)$", texte, flags=re.MULTILINE)
        assert valeurs, nom
        return sum(map(float, valeurs))

    def processes(self) -> list[int]:
        """List the server's process and those that it started: the engine is one of them."""
        parents: dict[int, list[int]] = {}
        for nom in filter(str.isdigit, os.listdir("/proc")):  # noqa: PTH208 -- processes come and go
            try:
                with open(f"/proc/{nom}/stat", encoding="utf-8") as flux:  # noqa: PTH123
                    parent = int(flux.read().rpartition(")")[2].split()[1])
            except OSError:
                continue
            parents.setdefault(parent, []).append(int(nom))
        trouves = [self.pid]
        for pid in trouves:
            trouves += parents.get(pid, [])
        return trouves

    def signal(self, numero: int) -> None:
        """Send a signal to all of them."""
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, numero)


@pytest.fixture(scope="session")
def reel() -> Reel:
    absentes = [nom for nom in VARIABLES if not os.environ.get(nom)]
    assert not absentes, f"these tests need a real server: {', '.join(absentes)} (see .ci/run)"
    return Reel(os.environ["VLLM_REEL_URL"], os.environ["VLLM_REEL_CLE"], int(os.environ["VLLM_REEL_PID"]))
