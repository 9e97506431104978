"""One way to do harm, until stdin ends: `harm.py KIND SETTINGS`. Says in JSON how much it did."""

import json
import os
import pathlib
import socket
import ssl
import sys
import threading
import time

kind, settings = sys.argv[1], json.loads(pathlib.Path(sys.argv[2]).read_text())
os.nice(19)
address = tuple(settings["address"])
ended = threading.Event()
done, faults, counting = {}, [], threading.Lock()
MESSAGES, EVIDENCE = "/exchange/v1/messages", "/exchange/v1/evidence"


def count(what, much=1):
    with counting:
        done[what] = done.get(what, 0) + much


def context(with_certificate=True):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.load_verify_locations(settings["root"])
    if with_certificate:
        made.load_cert_chain(settings["chain"], settings["key"])
    return made


tls = context()


def connect(source=None):
    plain = socket.create_connection(address, 30, (source, 0) if source else None)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return plain


def head(method, path, length):
    return f"{method} {path} HTTP/1.1\r\nHost: xb\r\nContent-Length: {length}\r\n\r\n".encode()


def answer(connection):
    """The status of one answer, which is read to its end."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65_536)
        if not more:
            raise ConnectionError("closed")
        data += more
    header, _, body = data.partition(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in header.split(b"\r\n") if line.lower().startswith(b"content-length"))
    while len(body) < length:
        more = connection.recv(65_536)
        if not more:
            raise ConnectionError("closed")
        body += more
    return int(header.split()[1])


def requests(path, bodies, method="POST"):
    """Asks on one kept connection, as fast as it is answered; the bodies again and again."""
    place = 0
    while not ended.is_set():
        try:
            with tls.wrap_socket(connect()) as connection:
                while not ended.is_set():
                    body, many = bodies[place % len(bodies)]
                    place += 1
                    connection.sendall(head(method, path, len(body)) + body)
                    count(str(answer(connection)), many)
        except (OSError, ConnectionError):
            count("cut")
            time.sleep(0.05)


def documents(name):
    """Length-prefixed documents that were prepared."""
    data, found, place = (pathlib.Path(settings["work"]) / name).read_bytes(), [], 0
    while place < len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        found.append(data[place + 4 : place + 4 + size])
        place += 4 + size
    return found


def batches(found, size, share, shares):
    mine = found[share::shares]
    return [(b"".join(mine[n : n + size]), len(mine[n : n + size])) for n in range(0, len(mine), size)]


def flood(name, path, size, threads):
    found = documents(name)
    return [lambda n=n: requests(path, batches(found, size, n, threads)) for n in range(threads)]


def handshakes(with_certificate):
    """Shakes hands and leaves, again and again."""
    made = context(with_certificate)
    while not ended.is_set():
        try:
            with made.wrap_socket(connect()):
                count("handshakes")
        except OSError:
            count("cut")


def abandons(body):
    """Sends a whole request and leaves before the answer."""
    while not ended.is_set():
        try:
            with tls.wrap_socket(connect()) as connection:
                connection.sendall(head("POST", MESSAGES, len(body)) + body)
                count("abandoned")
        except OSError:
            count("cut")


def drips(start, pause):
    """Begins a request and then sends a byte now and then."""
    while not ended.is_set():
        try:
            with tls.wrap_socket(connect()) as connection:
                connection.sendall(start)
                while not ended.wait(pause):
                    connection.sendall(b"x")
                    count("drops")
        except OSError:
            count("cut")


def endless(start, piece):
    """Sends without end."""
    while not ended.is_set():
        try:
            with tls.wrap_socket(connect()) as connection:
                connection.sendall(start)
                while not ended.is_set():
                    connection.sendall(piece)
                    count("MiB", len(piece) / (1 << 20))
        except OSError:
            count("cut")


def garbage(piece):
    """What is not TLS at all."""
    while not ended.is_set():
        try:
            with connect() as connection:
                connection.sendall(piece)
                while connection.recv(4_096):
                    pass
        except OSError:
            pass
        count("connections")


def crowd(total, with_certificate):
    """So many connections at once, from a thousand addresses of this machine; held until the end."""
    made, held = context(), []
    for number in range(total):
        if ended.is_set():
            break
        source = f"127.0.{1 + number % 1_000 // 250}.{1 + number % 250}"
        try:
            plain = connect(source)
            held.append(made.wrap_socket(plain) if with_certificate else plain)
            count("connected")
        except OSError:
            count("cut")
    ended.wait()


def half_hello(total):
    """Handshakes that never get beyond half of their first word, from the address that XC comes from; begun again when they are cut."""
    held = []
    while not ended.is_set():
        for one in list(held):
            try:
                if one.recv(1, socket.MSG_DONTWAIT) == b"":
                    raise ConnectionError("cut")
            except BlockingIOError:
                continue
            except OSError:
                held.remove(one)
                one.close()
        while len(held) < total and not ended.is_set():
            try:
                one = connect()
                one.sendall(bytes.fromhex("1603010200010001fc0303") + os.urandom(20))
                held.append(one)
                count("begun")
            except OSError:
                count("cut")
        time.sleep(0.01)


chunked = b"POST /exchange/v1/messages HTTP/1.1\r\nHost: xb\r\nTransfer-Encoding: chunked\r\n\r\n"
hello = (b"", 1)
kinds = {
    "alerts": lambda: flood("alerts", MESSAGES, 64, 16),
    "refusable": lambda: flood("refusable", MESSAGES, 64, 16),
    "recipients": lambda: flood("recipients", MESSAGES, 1, 4),
    "unfounded": lambda: flood("unfounded", EVIDENCE, 64, 16),
    "announcements": lambda: [lambda: requests("/exchange/v1/announcements", [(documents("announcement")[0], 1)])] * 16,
    "hello": lambda: [lambda: requests("/exchange/v1/hello", [hello], "GET")] * 16,
    "handshakes": lambda: [lambda: handshakes(True)] * 16,
    "strangers": lambda: [lambda: handshakes(False)] * 16,
    "abandons": lambda: [lambda: abandons(b"".join(documents("alerts")[:64]))] * 8,
    "slow headers": lambda: [lambda: drips(b"GET /excha", 1)] * 64,
    "slow bodies": lambda: [lambda: drips(head("POST", MESSAGES, 1 << 26) + b"\x30" * 30_000, 1)] * 64,
    "endless body": lambda: [lambda: endless(head("POST", MESSAGES, 1 << 26), b"\x30" * (1 << 16))] * 8,
    "endless chunk line": lambda: [lambda: endless(chunked, b"1" * (1 << 14))] * 8,
    "huge header": lambda: [lambda: endless(b"GET / HTTP/1.1\r\nX: ", b"x" * (1 << 14))] * 8,
    "not TLS": lambda: [lambda: garbage(b"GET / HTTP/1.1\r\n\r\n"), lambda: garbage(os.urandom(1 << 16))] * 8,
    "XC's own address": lambda: [lambda: half_hello(300)] * 2,
    "ten thousand silent": lambda: [lambda: crowd(5_000, False)] * 2,
    "ten thousand of XA": lambda: [lambda: crowd(2_500, True)] * 4,
}
begin = time.monotonic()
for work in kinds[kind]():
    threading.Thread(target=work, daemon=True).start()
sys.stdin.read()
ended.set()
done = dict(sorted(done.items()))
print(json.dumps({"seconds": time.monotonic() - begin, "done": done}), flush=True)
os._exit(0)
