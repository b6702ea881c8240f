"""What scripts take on each engine, net of the time of a script that does nothing."""

import statistics

# Its time is an engine's start-up.
EMPTY = "empty"


class ScriptTimes:
    def __init__(self, samples, scripts):
        self.samples, self.scripts = samples, scripts

    def start(self, engine, pick=min):
        return pick(self.samples[engine, EMPTY])

    def net(self, engine, script, pick=min):
        return max(pick(self.samples[engine, script]) - self.start(engine, pick), 1e-3)

    def ratio(self, engine, other, script):
        return self.net(engine, script) / self.net(other, script)

    def geomean_ratio(self, engine, other):
        return statistics.geometric_mean(self.ratio(engine, other, script) for script in self.scripts)
