"""``python -m demo tenant`` as another program meets it: a child process and a plain HTTP client."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.demo.plain import STATE, Plain, state_item


@asynccontextmanager
async def tenant(*arguments: str) -> AsyncIterator[tuple[dict[str, Any], asyncio.subprocess.Process]]:
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "demo", "tenant", *arguments, stdout=pipe, stderr=pipe
    )
    assert child.stdout is not None
    facts = json.loads(await child.stdout.readline())
    try:
        yield facts, child
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()


async def finished(arguments: Sequence[str]) -> tuple[int | None, str]:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "demo", *arguments, stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL
    )
    _, said = await child.communicate()
    return child.returncode, said.decode()


async def test_another_program_uses_the_tenant() -> None:
    async with tenant("--users", "1000", "--port", "0", "--limits", "strict") as (facts, child):
        async with aiohttp.ClientSession() as session:
            client = await Plain(session, facts).sign_in()
            await _pages(client)
            await _batches(client)
            await _is_throttled(client)
            await _is_refused(client)
        child.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(child.wait(), 10) == 0
        assert child.stderr is not None
        assert "make-believe" in (await child.stderr.read()).decode()


async def _pages(client: Plain) -> None:
    pages = [len(page.value) async for page in client.pages("/v1.0/users?$top=300&$select=id")]
    assert pages == [300, 300, 300, 100]


async def _batches(client: Plain) -> None:
    people = (await client.get("/v1.0/users?$top=20&$select=id")).value
    items = [state_item(number, person["id"]) for number, person in enumerate(people)]
    reply = await client.post("/beta/$batch", {"requests": items})
    assert sorted(int(item["id"]) for item in reply.body["responses"]) == list(range(20))
    assert {item["status"] for item in reply.body["responses"]} == {204}
    assert (await client.get(STATE.format(people[0]["id"]))).body["perUserMfaState"] == "enabled"


async def _is_throttled(client: Plain) -> None:
    path = "/v1.0/users/dan@contoso.com/authentication/methods"
    replies = await asyncio.gather(*(client.get(path) for _ in range(8)))
    refused = [reply for reply in replies if reply.status == 429]
    assert len(refused) == 3
    assert all(1 <= int(reply.headers["Retry-After"]) <= 10 for reply in refused)


async def _is_refused(client: Plain) -> None:
    await client.control("state", {"revoke": {"role": "Policy.ReadWrite.AuthenticationMethod"}})
    reply = await client.patch(STATE.format("dan@contoso.com"), {"perUserMfaState": "enabled"})
    assert (reply.status, reply.code) == (403, "Authorization_RequestDenied")


async def test_faults_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "faults.json"
    file.write_text('[{"status": 503, "path": "organization"}]')
    async with tenant("--users", "30", "--faults", str(file), "--scenario", "conditional-access") as (facts, _):
        assert facts["scenario"] == "conditional-access"
        async with aiohttp.ClientSession() as session:
            client = await Plain(session, facts).sign_in()
            assert (await client.get("/v1.0/organization")).status == 503


async def test_nonsense_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "faults.json"
    file.write_text('[{"effect": "explode"}]')
    code, said = await finished(["tenant", "--faults", str(file)])
    assert code == 2
    assert said.startswith("demo: a fault's effect is one of")
    assert (await finished(["tenant", "--scenario", "p5"]))[0] == 2


async def test_a_port_that_is_taken_is_said_in_one_sentence() -> None:
    async with tenant("--users", "30") as (facts, _):
        port = facts["graph"].rpartition(":")[2].removesuffix("/graph")
        code, said = await finished(["tenant", "--users", "30", "--port", port])
    assert code == 2
    assert said.strip().splitlines()[-1].startswith(f"demo: cannot listen on 127.0.0.1:{port}")
