#!/usr/bin/python3
"""The whole service the Python way, as a peer to measure against: redis-py XREAD in a loop, a thread pool that does the
reference's work, json.dumps, a WebSocket broadcast. It keeps a cursor of each stream, so that it loses nothing.

    python_push_hub.py REDIS_URL

Prints `{"address": "http://..."}` once clients can connect. A line on stdin is a JSON list of streams to watch, answered
with a line; it ends when stdin does.
"""
import asyncio
import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import redis
import websockets

from reference_work import FULL_DECODE, decode, look, state_of

KEY_PREFIX = "frames:"
BLOCK_MS = 100
ENTRIES_PER_READ = 10


class PushHub:
    def __init__(self, url, loop):
        self.redis = redis.Redis.from_url(url)
        self.loop = loop
        self.pool = ThreadPoolExecutor(os.cpu_count())
        self.cursors = {}
        self.previous = {}
        self.clients = set()

    def watch(self, streams):
        """Watches streams from their newest entry on."""
        cursors = {}
        for stream in streams:
            newest = self.redis.xrevrange(KEY_PREFIX + stream, count=1)
            cursors[KEY_PREFIX + stream] = newest[0][0] if newest else "0-0"
        self.cursors = cursors

    def read(self):
        """Reads for ever; for a thread of its own."""
        while True:
            cursors = self.cursors
            if not cursors:
                threading.Event().wait(BLOCK_MS / 1000)
                continue
            for key, entries in self.redis.xread(dict(cursors), count=ENTRIES_PER_READ, block=BLOCK_MS):
                cursors[key.decode()] = entries[-1][0]
                for _, fields in entries:
                    self.pool.submit(self.analyse, key.decode(), fields, now())

    def analyse(self, key, fields, received_at):
        try:
            text = self.result(key, fields, received_at)
            self.loop.call_soon_threadsafe(self.broadcast, text)
        except Exception as error:
            print(repr(error), file=sys.stderr, flush=True)

    def result(self, key, fields, received_at):
        meta = json.loads(fields[b"meta"])
        luma = decode(fields[b"jpeg"], FULL_DECODE)
        figures = look(luma, self.previous.get(key))
        self.previous[key] = luma
        data = {
            "stream": key[len(KEY_PREFIX):],
            "ts_wall": meta["ts_wall_iso"],
            "shape": [*luma.shape, 3],
            "result": {"state": state_of(figures), **figures},
            "timing": {"ts1": meta["ts1"], "ts2": meta["ts2"], "ts3": received_at, "ts4": now()},
        }
        return json.dumps({"epoch": 1, "data": data})

    def broadcast(self, text):
        websockets.broadcast(self.clients, text)

    async def serve_client(self, socket):
        self.clients.add(socket)
        try:
            await socket.wait_closed()
        finally:
            self.clients.discard(socket)


def now():
    return datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")


async def main():
    loop = asyncio.get_running_loop()
    hub = PushHub(sys.argv[1], loop)
    server = await websockets.serve(hub.serve_client, "127.0.0.1", 0, compression=None, ping_interval=None)
    port = server.sockets[0].getsockname()[1]
    print(json.dumps({"address": f"http://127.0.0.1:{port}"}), flush=True)
    threading.Thread(target=hub.read, daemon=True).start()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        hub.watch(json.loads(line))
        print(json.dumps({"watching": len(hub.cursors)}), flush=True)
    # Threads of the pool may still be at work; nobody waits for their results.
    os._exit(0)


asyncio.run(main())
