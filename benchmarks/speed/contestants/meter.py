"""What every contestant does beside its work: take a job, say what it took.

The job comes as one JSON object on standard input:

    texts     list of articles
    tasks     list of {"name", "texts": numbers of texts, "least": seconds to go on repeating it}
    threads   for the arithmetic; cores: how many there are
    began     when the process was started, on the monotonic clock
    stages    whether to say how the time divides

The answer is one JSON object a line: `ready` after a first short article, `task` after each task, `stages` at the end. Seconds of CPU
include threads and those children that ended. Only the standard library is imported here.
"""

import functools
import json
import os
import resource
import sys
import time

#: The article that is read before the clock starts: whatever is loaded late is loaded by it.
FIRST = (
    "The council approved a budget of 3 million euros on Monday. “Schools come first,” Mayor Ann Lee said in Springfield.\n\n"
    "The opposition, which had asked for 4 million, called it a mistake."
)


class Stages:
    """Seconds of CPU of each stage, those of a stage inside another counted once, for the inner one."""

    def __init__(self):
        self.seconds = {}
        self._open = []
        self._since = 0.0

    def timed(self, stage, function):
        """The function, its time counted as the stage's."""

        @functools.wraps(function)
        def inner(*args, **kwargs):
            self._turn(stage)
            try:
                return function(*args, **kwargs)
            finally:
                self._turn(None)

        return inner

    def wrap(self, owner, name, stage):
        """Replace an attribute, if it is there, by one whose time is counted."""
        if hasattr(owner, name):
            setattr(owner, name, self.timed(stage, getattr(owner, name)))

    def forget(self):
        self.seconds.clear()

    def _turn(self, stage):
        now = time.process_time()
        if self._open:
            self.seconds[self._open[-1]] = self.seconds.get(self._open[-1], 0.0) + now - self._since
        if stage is None:
            self._open.pop()
        else:
            self._open.append(stage)
        self._since = now


def read_job():
    return json.loads(sys.stdin.read())


def run(job, work, stages=None, *, start_included=False):
    """Do the tasks of a job. `work(texts)` handles texts and returns what it made of them, counted by kind.

    `start_included`: every call of `work` is a process of its own, so that its time includes loading.
    """
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is not part of the answer

    def say(event, **figures):
        answer.write(json.dumps({"event": event, **figures}) + "\n")
        answer.flush()

    work([FIRST])
    say("ready", wall=time.monotonic() - job["began"], cpu=cpu(), peak_mib=peak())
    for task in job["tasks"]:
        texts = [job["texts"][i] for i in task["texts"]]
        if stages:
            stages.forget()
        walls, cpus = [], []
        while not walls or sum(walls) < task.get("least", 0) and len(walls) < 20:
            clock, used = time.perf_counter(), cpu()
            made = work(texts)
            walls.append(time.perf_counter() - clock)
            cpus.append(cpu() - used)
        say(
            "task",
            name=task["name"],
            wall=middle(walls),
            cpu=middle(cpus),
            repeats=len(walls),
            peak_mib=peak(),
            made=made,
            start_included=start_included,
            stages={name: seconds / len(walls) for name, seconds in stages.seconds.items()} if stages else {},
        )


def middle(figures):
    return sorted(figures)[len(figures) // 2]


def cpu():
    """Seconds of CPU of this process, its threads, and its children that ended."""
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def peak():
    """MiB of memory at the highest, of this process or the largest of its children that ended."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
