"""Weights of a linear ranking, fitted on training queries: a listwise softmax (ListNet's top one: Cao et al. 2007), then its scale.

The order comes from the softmax; afterwards one factor and one constant are fitted so that the score is the share of candidates
with such measures that are relevant (Platt 1999). Plain gradient descent from zero: the same data give the same weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FOLDS = 5
#: What counts against a candidate, whatever the data say: another number of the same thing is another claim.
AGAINST = ("names missing", "numbers differ")
#: What may count for or against; all else counts for it.
_EITHER = ("length",)
_STEPS, _RATE, _RIDGE = 300, 0.3, 0.01
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A query's candidates: their measures, whether each is relevant, and how many relevant claims there are in all.

    The same query stands there several times when more or less is known beside its words: `level`.
    """

    query: str
    level: int
    measures: Sequence[Mapping[str, float]]
    relevant: Sequence[bool]
    wanted: int


def fitted(data: Sequence[Labelled]) -> tuple[dict[str, float], dict[int, float]]:
    """The weights, the constant under "", and by level the MAP@5 of a cross-validation in which a debate is never on both sides."""
    names = list(next(item.measures[0] for item in data if item.measures))
    signs = np.array([-1 if name in AGAINST else 0 if name in _EITHER else 1 for name in names])
    tables = [np.array([[row[name] for name in names] for row in item.measures]).reshape(-1, len(names)) for item in data]
    truths = [np.array(item.relevant, dtype=bool) for item in data]
    debates = sorted({_debate(item) for item in data})
    fold = {debate: number % FOLDS for number, debate in enumerate(debates)}
    totals = {item.level: 0.0 for item in data}
    for held in range(FOLDS):
        inside = [n for n, item in enumerate(data) if fold[_debate(item)] != held]
        vector = _softmax([tables[n] for n in inside], [truths[n] for n in inside], signs)
        for n, item in enumerate(data):
            if fold[_debate(item)] == held:
                totals[item.level] += _precision(tables[n] @ vector, truths[n], item.wanted)
    vector = _softmax(tables, truths, signs)
    figures = {level: total / sum(item.level == level for item in data) for level, total in totals.items()}
    factor, constant = _scale(np.concatenate([table @ vector for table in tables]), np.concatenate(truths))
    return {"": constant} | dict(zip(names, (vector * factor).tolist(), strict=True)), figures


def _debate(item: Labelled) -> str:
    return item.query.rpartition("_")[0]


def _softmax(tables: Sequence[Numbers], truths: Sequence[NDArray[np.bool_]], signs: NDArray[np.int64]) -> Numbers:
    pairs = [(table, truth / truth.sum()) for table, truth in zip(tables, truths, strict=True) if truth.any()]
    spread = np.vstack([table for table, _ in pairs]).std(0) + 1e-9
    pairs = [(table / spread, truth) for table, truth in pairs]
    weights = np.zeros(len(spread))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):  # Adam, with a rate that falls to a tenth
        slope = _RIDGE * weights
        for table, truth in pairs:
            scores = table @ weights
            chances = np.exp(scores - scores.max())
            slope = slope + table.T @ (chances / chances.sum() - truth) / len(pairs)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        rate = _RATE * (1 - 0.9 * step / _STEPS)
        weights = weights - rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights = np.where(signs * weights < 0.05 * np.abs(signs), 0.05 * signs, weights)
    return np.asarray(weights / spread, dtype=np.float64)


def _scale(scores: Numbers, truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Factor and constant of a logistic regression on one number, by Newton's method."""
    factor, constant = 1.0, -float(scores.mean()) - 5
    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(factor * scores + constant, -50, 50)))
        weight = chance * (1 - chance) + 1e-9
        slope = np.array([((chance - truth) * scores).sum(), (chance - truth).sum()])
        curve = np.array([[(weight * scores**2).sum(), (weight * scores).sum()], [(weight * scores).sum(), weight.sum()]])
        step = np.linalg.solve(curve, slope)
        factor, constant = factor - float(np.clip(step[0], -1, 1)), constant - float(np.clip(step[1], -5, 5))
    return factor, constant


def _precision(scores: Numbers, truth: NDArray[np.bool_], wanted: int, cut: int = 5) -> float:
    order = sorted(range(len(scores)), key=lambda n: (-scores[n], n))[:cut]
    hits = [rank for rank, n in enumerate(order, 1) if truth[n]]
    return sum(number / rank for number, rank in enumerate(hits, 1)) / wanted
