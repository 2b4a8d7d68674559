"""openTSNE's and scikit-learn's side of the t-SNE bench: one array, laid out on demand.

Answers each line {"features": file.npy, "out": file.npy} with {"value": seconds} from features to positions: neighbours,
affinities, PCA, 250 iterations with exaggeration 12 and 500 without, perplexity 30, two threads. The layout goes to `out`.
"""
import argparse
import json
import sys
import time

import numpy as np

THREADS = 2
PERPLEXITY = 30


def open_tsne(features):
    from openTSNE import TSNEEmbedding, affinity, initialization

    p = affinity.PerplexityBasedNN(features, perplexity=PERPLEXITY, n_jobs=THREADS, random_state=0)
    start = initialization.pca(features, random_state=0)
    layout = TSNEEmbedding(start, p, negative_gradient_method='fft', n_jobs=THREADS, random_state=0)
    return np.asarray(layout.optimize(250, exaggeration=12).optimize(500))


def scikit_learn(features):
    from sklearn.manifold import TSNE

    return TSNE(perplexity=PERPLEXITY, max_iter=750, init='pca', n_jobs=THREADS, random_state=0).fit_transform(features)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--method', choices=['openTSNE', 'scikit-learn'], required=True)
    layout = {'openTSNE': open_tsne, 'scikit-learn': scikit_learn}[parser.parse_args().method]
    # Compilation and first-use costs are not what is compared.
    layout(np.random.default_rng(0).normal(size=(200, 4)).astype('f4'))
    print(json.dumps({'ready': True}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        features = np.load(request['features'])
        started = time.perf_counter()
        positions = layout(features)
        seconds = time.perf_counter() - started
        np.save(request['out'], positions.astype('f4'))
        print(json.dumps({'value': seconds}), flush=True)


main()
