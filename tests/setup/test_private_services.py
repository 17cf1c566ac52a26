"""PostgreSQL with PostGIS and Valkey out of downloaded packages: no root rights used, nothing installed."""

import pytest

pytestmark = pytest.mark.slow

START_ASK_STOP = """
import json, pathlib, socket
from tools.dev.services import Services
services = Services(lasting=True)
services.start()
try:
    cluster, valkey = services.cluster, services.valkey
    answer = {
        "origin": cluster.programs.origin,
        "folder": str(cluster.programs.folder),
        "postgis": cluster.sql("select postgis_version()", "app"),
        "distance": cluster.sql("select ST_Distance('POINT(103.6 30.9)'::geography, 'POINT(103.7 30.9)'::geography)::int", "app"),
        "connections": cluster.sql("show max_connections"),
        "jit": cluster.sql("show jit"),
        "fsync": cluster.sql("show fsync"),
        "tcp": cluster.sql("show listen_addresses"),
        "socket_mode": oct(cluster.socket.stat().st_mode & 0o777),
    }
    with socket.create_connection(("127.0.0.1", valkey.port), 2) as link:
        link.sendall(b"PING\\r\\n")
        answer["stranger"] = link.recv(100).decode()
    with socket.create_connection(("127.0.0.1", valkey.port), 2) as link:
        link.sendall(f"AUTH {valkey.password}\\r\\n".encode())
        link.recv(100)
        link.sendall(b"PING\\r\\n")
        answer["ping"] = link.recv(100).decode().strip()
finally:
    services.stop()
print(json.dumps(answer))
"""

OUTLIVE_A_CRASH = """
import json, os, signal, subprocess
from tools.dev.place import runtime_folder
from tools.dev.services import Services
first = Services(lasting=True)
first.start()
first.cluster.sql("create table if not exists kept (n int); insert into kept values (1)", "app")
program, data, account = first.cluster.programs.folder / "pg_ctl", first.cluster.data, first.cluster.account
environment, socket = first.cluster.env, first.cluster.socket
first.stop()
runtime_folder("up")
# A server nobody holds, as after a crash of ./dev where the kernel could not end it
argv = [str(program), "-D", str(data), "-w", "-s", "-l", "/dev/null", "-o", f"-k {socket} -c listen_addresses= -c jit=off", "start"]
subprocess.run(argv, check=True, env=environment, cwd="/", **account.as_arguments())
before = int((data / "postmaster.pid").read_text().split()[0])
second = Services(lasting=True)
second.start()
after = int((data / "postmaster.pid").read_text().split()[0])
kept = int(second.cluster.sql("select count(*) from kept", "app"))
second.stop()
print(json.dumps({"same_server": before == after, "kept": kept, "pid_file_left": (data / "postmaster.pid").exists()}))
"""


def test_private_packages_give_a_database_with_postgis_and_a_redis_and_leave_nothing_running(dev):
    answer = dev.script(START_ASK_STOP)
    assert answer["origin"] == "private packages"
    assert "/debs/postgres/root/" in answer["folder"]
    assert answer["postgis"].startswith("3.")
    assert 9_500 < int(answer["distance"]) < 9_600
    assert (answer["jit"], answer["fsync"], answer["tcp"]) == ("off", "on", "")
    assert int(answer["connections"]) >= 200
    assert answer["socket_mode"] == "0o700"
    assert answer["stranger"].startswith("-NOAUTH")
    assert answer["ping"] == "+PONG"
    assert dev.wait_until_nothing_is_left(5) == []


def test_a_database_server_that_outlived_a_crash_is_used_again_and_then_stopped(dev):
    answer = dev.script(OUTLIVE_A_CRASH)
    assert answer == {"same_server": True, "kept": 1, "pid_file_left": False}
    assert dev.wait_until_nothing_is_left(5) == []
