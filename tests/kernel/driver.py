"""Drives one Jupyter kernel for a test: a request a line comes in, an answer a
line goes out, both JSON. The kernel is found by its name, as Jupyter finds it.
"""

import json
import queue
import sys
import time

from jupyter_client.manager import start_new_kernel

PATIENCE = 120


def answer_to(client, sent):
    """What the kernel published for one message, and its reply."""
    outputs = []
    while True:
        message = client.get_iopub_msg(timeout=PATIENCE)
        if message["parent_header"].get("msg_id") != sent:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status" and content["execution_state"] == "idle":
            break
        if kind != "status":
            outputs.append({"type": kind, **content})
    while True:
        reply = client.get_shell_msg(timeout=PATIENCE)
        if reply["parent_header"].get("msg_id") == sent:
            return {"reply": reply["content"], "outputs": outputs}


def execute(manager, client, request):
    return answer_to(client, client.execute(request["code"], silent=request.get("silent", False)))


def interrupt(manager, client, request):
    """Runs a cell that would take long, interrupts it, and says how long that took."""
    sent = client.execute(request["code"])
    time.sleep(request["after"])
    try:
        while True:
            reply = client.get_shell_msg(timeout=0)
            if reply["parent_header"].get("msg_id") == sent:
                return {"reply": reply["content"], "early": True}
    except queue.Empty:
        pass
    begin = time.monotonic()
    manager.interrupt_kernel()
    answer = answer_to(client, sent)
    return {**answer, "seconds": time.monotonic() - begin}


def together(manager, client, request):
    """Sends several cells at once, as `Run all` does; the states of their replies."""
    sent = [client.execute(code) for code in request["codes"]]
    states = {}
    while len(states) < len(sent):
        reply = client.get_shell_msg(timeout=PATIENCE)
        parent = reply["parent_header"].get("msg_id")
        if parent in sent:
            states[parent] = reply["content"]["status"]
    return {"states": [states[one] for one in sent]}


def complete(manager, client, request):
    return answer_to(client, client.complete(request["code"], request["cursor"]))["reply"]


def inspect(manager, client, request):
    return answer_to(client, client.inspect(request["code"], request["cursor"]))["reply"]


def is_complete(manager, client, request):
    return answer_to(client, client.is_complete(request["code"]))["reply"]


def kernel_info(manager, client, request):
    return answer_to(client, client.kernel_info())["reply"]


def shutdown(manager, client, request):
    begin = time.monotonic()
    manager.shutdown_kernel(now=False)
    return {"alive": manager.is_alive(), "seconds": time.monotonic() - begin}


DEEDS = [execute, interrupt, together, complete, inspect, is_complete, kernel_info, shutdown]


def main():
    deeds = {deed.__name__: deed for deed in DEEDS}
    manager, client = start_new_kernel(startup_timeout=PATIENCE, kernel_name=sys.argv[1])
    try:
        for line in sys.stdin:
            request = json.loads(line)
            print(json.dumps(deeds[request["do"]](manager, client, request)), flush=True)
    finally:
        client.stop_channels()
        if manager.is_alive():
            manager.shutdown_kernel(now=True)


main()
