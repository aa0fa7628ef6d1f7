#!/usr/bin/python3
"""OpenCV from Python as a peer to measure against.

    python_frames.py FILE.jpg ...

Reads a denominator (1, 2, 4, 8) a line from stdin; decodes all files once to grey at that scale, does the reference's work
on each (change is that from the file before), and answers with the CPU time that it took, in microseconds.
"""
import sys
import time

from reference_work import REDUCED_DECODE, decode, look, state_of


def work(jpegs, flag):
    previous = None
    for jpeg in jpegs:
        luma = decode(jpeg, flag)
        state_of(look(luma, previous))
        previous = luma


def main():
    jpegs = []
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            jpegs.append(file.read())
    for line in sys.stdin:
        flag = REDUCED_DECODE[int(line)]
        before = time.process_time()
        work(jpegs, flag)
        print(f"{(time.process_time() - before) * 1e6:.1f}", flush=True)


main()
