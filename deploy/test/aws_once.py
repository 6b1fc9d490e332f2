#!/usr/bin/env python3
"""The AWS CLI, loaded once: most of a call's time is its start.

    aws_once.py serve SOCKET         answers calls, each in a fork of this process, until it is killed
    aws_once.py call SOCKET WORD...  is aws WORD..., with the caller's directory, environment and open files
"""

import array
import json
import os
import socket
import sys

FILES = (0, 1, 2)


def serve(path):
    import awscli.clidriver

    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        while True:
            connection, _ = server.accept()
            if os.fork() == 0:
                # The caller waits for a grandchild, so that nobody here has to.
                if os.fork() == 0:
                    answer(connection, awscli.clidriver.main)
                os._exit(0)
            os.wait()
            connection.close()


def answer(connection, aws):
    _, ancillary, _, _ = connection.recvmsg(1, socket.CMSG_SPACE(len(FILES) * array.array("i").itemsize))
    files = array.array("i", ancillary[0][2])
    with connection.makefile("r", encoding="utf-8") as lines:
        call = json.loads(lines.readline())
    for number, file in zip(FILES, files):
        os.dup2(file, number)
    os.chdir(call["directory"])
    # The CLI may have said there, as it was loaded, where its own files are.
    loaded = {name: value for name, value in os.environ.items() if name == "AWS_DATA_PATH"}
    os.environ.clear()
    os.environ.update(call["environment"], **loaded)
    sys.argv = ["aws", *call["words"]]
    try:
        status = aws()
    except SystemExit as ended:
        status = ended.code
    sys.stdout.flush()
    sys.stderr.flush()
    connection.sendall(b"%d\n" % (status or 0))
    os._exit(0)


def call(path, words):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", FILES))]
        connection.sendmsg([b"\0"], rights)
        said = {"directory": os.getcwd(), "environment": dict(os.environ), "words": words}
        connection.sendall(json.dumps(said).encode() + b"\n")
        with connection.makefile("r", encoding="utf-8") as answers:
            return int(answers.readline() or "1")


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    sys.exit(call(sys.argv[2], sys.argv[3:]))
