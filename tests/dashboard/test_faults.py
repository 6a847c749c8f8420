"""A fault in the program leaves a trace for the operator, whatever it answers."""

import logging

import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from dashboard.queries.reach import Reach
from tests.system import System


def test_a_fault_is_logged_with_what_was_asked_for(
    deployment: System, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(Reach, "tops", broken)
    headers = {"Authorization": f"Bearer {deployment.key()}"}
    with TestClient(create_app(deployment.settings), raise_server_exceptions=False) as client:
        assert client.get("/api/v1/places", headers=headers).status_code == 500
    (record,) = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert record.getMessage() == "GET /api/v1/places"
    assert record.exc_info is not None
    assert "a fault of ours" in str(record.exc_info[1])
