"""Under load the live figures are at every moment those that SQL would give; comparing them disturbs nobody."""

import random
from pathlib import Path

from db.embedded import connect
from db.redis_keys import stock
from tests.faults.harness import Load, wait_for
from tests.faults.test_kill import Deployment, ended
from tests.processes import answer_of

ROUNDS = 2


def test_comparing_under_load_finds_nothing_and_mending_finds_what_was_changed(tmp_path: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    with ended(Deployment(tmp_path)) as made:
        key = answer_of(["key", "create", "--name", "load", "--scope", "ALL", "--may", "send"], made.environment)
        with Load(f"http://127.0.0.1:{made.intake_port}", key, seed) as ledger:
            for _ in range(ROUNDS):
                wanted = ledger.acknowledged + 200
                wait_for(lambda wanted=wanted: ledger.acknowledged > wanted)
                assert answer_of(["reconcile"], made.environment) == "1 shard compared: 0 differences"
        redis = connect(f"unix://{tmp_path / 'redis.sock'}")
        redis.hset(stock("140303"), "nowhere", b"\x81\x01\x02")
        assert "1 difference, all mended" in answer_of(["reconcile", "--repair"], made.environment, code=1)
        assert answer_of(["reconcile"], made.environment) == "1 shard compared: 0 differences"
        assert redis.hget(stock("140303"), "nowhere") is None
