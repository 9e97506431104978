"""A line that breaks: a proxy before a node's listener, of one request a connection.

line.py PORT NODE_PORT PID_FILE SEED: cuts a quarter of the connections before the node has the request, and a quarter after
the node has answered and before the answer is through. At some requests it kills the node whose pid the file holds,
while the node has the request in hand. It prints what it did at SIGTERM.
"""

import os, random, signal, socket, sys, threading, time

port, node, pid_file, seed = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
KILLS = {8, 21, 34, 47, 60}
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
dice, lock = random.Random(seed), threading.Lock()
did = {"through": 0, "cut before": 0, "cut after": 0, "killed": 0}
count = row = 0


def whole(sock):
    """A request or an answer with its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = sock.recv(65536)
        if not more:
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [l.split(b":")[1] for l in head.lower().split(b"\r\n") if l.startswith(b"content-length:")]
    while len(body) < (int(lengths[0]) if lengths else 0):
        more = sock.recv(65536)
        if not more:
            return None
        body += more
    return head + b"\r\n\r\n" + body


def serve(client):
    global count, row
    with client, lock:
        request = whole(client)
        if request is None:
            return
        count += 1
        number, fate = count, dice.choice(["through", "through", "cut before", "cut after"])
        # The program waits twice as long after each cut: the story has no time for a long row of them.
        row = 0 if fate == "through" or row == 3 else row + 1
        if row == 0:
            fate = "through"
        if number in KILLS:
            fate = "killed"
        did[fate] += 1
        if fate == "cut before":
            return
        try:
            with socket.create_connection(("127.0.0.1", node), timeout=60) as upstream:
                upstream.sendall(request)
                if fate == "killed":
                    time.sleep(dice.choice([0, 0.002, 0.005, 0.01, 0.03]))
                    os.kill(int(open(pid_file).read()), signal.SIGKILL)
                    return
                answer = whole(upstream)
                if answer is None:
                    return
                # A part of the answer is as good as none.
                client.sendall(answer if fate == "through" else answer[: dice.choice([0, 20, len(answer) - 1])])
        except OSError:
            # The node is not back yet.
            if number in KILLS:
                KILLS.add(number + 1)


listener = socket.create_server(("127.0.0.1", port), backlog=64)


def accept():
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
signal.sigwait({signal.SIGTERM})
print(did, flush=True)
