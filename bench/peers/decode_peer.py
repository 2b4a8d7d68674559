"""Pillow's or torchvision's side of the decoding bench: 640x480 JPEGs to 96x96 RGB with two worker processes.

  --method pil        full decode, antialiased bilinear resize
  --method pil-draft  libjpeg's scaled decode, then the resize
  --method torchvision

Answers each line {"seconds": s} with {"value": images per second}.
"""
import argparse
import concurrent.futures as futures
import glob
import json
import os
import sys
import time

import numpy as np


def pillow(files, size, draft):
    from PIL import Image

    for file in files:
        image = Image.open(file)
        if draft:
            image.draft('RGB', (size, size))
        np.asarray(image.convert('RGB').resize((size, size), Image.BILINEAR))


def torchvision_(files, size, _):
    import torch
    import torchvision
    from torchvision.io import ImageReadMode, decode_jpeg, read_file

    torch.set_num_threads(1)
    for file in files:
        image = decode_jpeg(read_file(file), mode=ImageReadMode.RGB)
        torchvision.transforms.functional.resize(image, [size, size], antialias=True).numpy()


def work(task):
    method, files, size = task
    (torchvision_ if method == 'torchvision' else pillow)(files, size, method == 'pil-draft')
    return len(files)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument('--method', choices=['pil', 'pil-draft', 'torchvision'], required=True)
    arguments.add_argument('--dir', required=True)
    arguments.add_argument('--size', type=int, default=96)
    arguments.add_argument('--workers', type=int, default=2)
    options = arguments.parse_args()
    files = sorted(glob.glob(os.path.join(options.dir, '*.jpg')))
    tasks = [(options.method, files[at : at + 25], options.size) for at in range(0, len(files), 25)]
    with futures.ProcessPoolExecutor(options.workers) as pool:
        list(pool.map(work, tasks[: 2 * options.workers]))
        print(json.dumps({'ready': True}), flush=True)
        for line in sys.stdin:
            seconds = json.loads(line)['seconds']
            began, done = time.perf_counter(), 0
            while done == 0 or time.perf_counter() - began < seconds:
                done += sum(pool.map(work, tasks))
            print(json.dumps({'value': done / (time.perf_counter() - began)}), flush=True)


if __name__ == '__main__':
    main()
