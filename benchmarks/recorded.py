"""What a real model made of the damaged seeds, from the recordings: `python -m benchmarks.recorded`.

A line a damaged seed: of the fields that rules alone leave to a person, how many the model's answers settle rightly,
how many stay, how many come out wrong, how many accepted ones are lost; and what was asked.
"""

from collections import Counter
from pathlib import Path

from vcr import VCR
from vcr.record_mode import RecordMode

from tests.llm import cassette
from tests.llm.test_recorded import RECORDED, VARIANTS, outcome

CASSETTES = Path(__file__).parents[1] / "cassettes"
_OUTCOMES = ("settled", "stays", "wrong", "lost", "questions", "tokens")


def main() -> None:
    """The command."""
    player = VCR(record_mode=RecordMode.NONE)
    player.register_serializer("yaml", cassette)
    player.register_matcher("question", cassette.same_question)
    total: Counter[str] = Counter()
    print(f"{'damaged seed':50}" + "".join(f"{name:>11}" for name in _OUTCOMES))
    for name in RECORDED:
        path = CASSETTES / f"test_a_real_model_makes_no_damaged_seed_worse[{name}].yaml"
        with player.use_cassette(path, **cassette.CONFIG):
            found = outcome(VARIANTS[name])
        total.update(found)
        print(f"{name:50}" + "".join(f"{found[one]:>11}" for one in _OUTCOMES), flush=True)
    print(f"{'all':50}" + "".join(f"{total[one]:>11}" for one in _OUTCOMES))


if __name__ == "__main__":
    main()
