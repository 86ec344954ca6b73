"""The embedded broker: one per VAR, on a socket only, keeping its data, clearing away what a killed run left."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.embedded import BrokerTrouble, EmbeddedBroker, answers, ask

pytestmark = pytest.mark.server


@pytest.fixture
def broker(tmp_path_factory):
    # pytest's own folders can be longer than a socket's path may be.
    var = tmp_path_factory.mktemp("v")
    broker = EmbeddedBroker(var, Path(f"/tmp/portal-test-{os.getpid()}.sock"))
    yield broker
    broker.stop()


def test_it_answers_after_start_and_is_gone_after_stop(broker):
    broker.start()
    process = broker.process
    assert answers(broker.socket)
    broker.stop()
    assert process.poll() is not None
    assert not broker.socket.exists()


def test_it_listens_on_no_tcp_port(broker):
    broker.start()
    assert ask(broker.socket, "CONFIG", "GET", "port").endswith("$1\r\n0\r\n")


def test_it_keeps_its_data_over_a_restart(broker):
    broker.start()
    ask(broker.socket, "SET", "letter", "来信")
    broker.stop()
    broker.start()
    assert "来信" in ask(broker.socket, "GET", "letter")


def test_it_never_drops_a_key_to_make_room(broker):
    broker.start()
    assert "noeviction" in ask(broker.socket, "CONFIG", "GET", "maxmemory-policy")


def test_a_second_one_on_the_same_folder_is_refused_with_a_sentence(broker):
    broker.start()
    second = EmbeddedBroker(broker.folder.parent, broker.socket)
    with pytest.raises(BrokerTrouble, match="已在运行"):
        second.start()
    assert answers(broker.socket)


def test_a_stale_socket_is_cleared_away(broker):
    broker.start()
    broker.process.kill()
    broker.process.wait()
    broker.occupancy.leave()
    assert broker.socket.exists()
    broker.start()
    assert answers(broker.socket)


def test_a_server_left_by_a_killed_run_is_stopped_first(broker):
    broker.folder.mkdir(parents=True)
    orphan = subprocess.Popen(broker.command(), cwd=broker.folder, stdout=subprocess.DEVNULL)
    while not answers(broker.socket):
        assert orphan.poll() is None
    broker.start()
    assert orphan.wait(5) == 0
    assert answers(broker.socket)


def test_it_dies_with_the_process_that_started_it(broker, tmp_path):
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom portal.embedded import EmbeddedBroker\n"
        "EmbeddedBroker(Path(sys.argv[1]), Path(sys.argv[2])).start()\nprint('up', flush=True)\ntime.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path), str(broker.socket)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "up\n"
        holder.send_signal(signal.SIGKILL)
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells a child of its parent's death")
    for _ in range(200):
        if ask(broker.socket, "PING") is None:
            break
        time.sleep(0.02)
    assert ask(broker.socket, "PING") is None
