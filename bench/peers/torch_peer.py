"""PyTorch's side of the training and inference benches: one net, measured on demand.

Answers each line {"seconds": s} with {"value": images per second}. Every step draws a fresh batch from a pool of
8-bit images, as ours does, and updates the weights; inference nets only predict.

  a  DANN, the paper's digits CNN, 28 px, 32+32, SGD with momentum
  b  DANN, residual network with batch norm 16-32-64, 32 px, 64+64, Adam
  c  Tent on b's network, 200, only batch norm's scale and offset trained, Adam
  d  supervised on b's network, 128, Adam
  e  inference of b's network, 256
  f  features of MobileNetV2 0.5, 96 px, 32
  g  Tent on the digits CNN with batch norm, 28 px, 64; its dropout is off, as ours is
  h  features of EfficientNet-Lite0, 224 px, 32
"""
import argparse
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class ReverseGradient(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, weight):
        ctx.weight = weight
        return x.view_as(x)

    @staticmethod
    def backward(ctx, slope):
        return -ctx.weight * slope, None


def conv_norm(inputs, outputs, kernel, stride=1, groups=1, activation=None):
    """Convolution without bias and batch norm. A stride of two pads one row and column, as ours does, on the other side."""
    layers = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, *([activation] if activation is not None else []))


class Digits(nn.Module):
    size, width = 28, 768

    def __init__(self):
        super().__init__()
        self.extract = nn.Sequential(
            nn.Conv2d(3, 32, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 48, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()
        )
        self.classify = nn.Sequential(nn.Linear(768, 100), nn.ReLU(), nn.Linear(100, 100), nn.ReLU(), nn.Linear(100, 10))


class NormalisedDigits(nn.Module):
    size, width = 28, 800

    def __init__(self):
        super().__init__()
        self.extract = nn.Sequential(
            nn.Conv2d(3, 64, 5, bias=False), nn.BatchNorm2d(64), nn.MaxPool2d(2), nn.ReLU(),
            nn.Conv2d(64, 50, 5, bias=False), nn.BatchNorm2d(50), nn.MaxPool2d(2), nn.ReLU(), nn.Flatten(),
        )
        hidden = [layer for inputs in (800, 100) for layer in (nn.Linear(inputs, 100, bias=False), nn.BatchNorm1d(100), nn.ReLU())]
        self.classify = nn.Sequential(*hidden, nn.Linear(100, 10))


class Residual(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.straight = nn.Sequential(conv_norm(inputs, outputs, 3, stride, activation=nn.ReLU()), conv_norm(outputs, outputs, 3))
        self.shortcut = nn.Identity() if stride == 1 and inputs == outputs else conv_norm(inputs, outputs, 1, stride)

    def forward(self, x):
        return F.relu(self.straight(x) + self.shortcut(x))


class ResNet(nn.Module):
    size, width = 32, 64

    def __init__(self):
        super().__init__()
        blocks = [Residual(16, 16, 1), Residual(16, 16, 1), Residual(16, 32, 2), Residual(32, 32, 1), Residual(32, 64, 2), Residual(64, 64, 1)]
        self.extract = nn.Sequential(conv_norm(3, 16, 3, activation=nn.ReLU()), *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.classify = nn.Linear(64, 10)


class Inverted(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion, kernel=3):
        super().__init__()
        hidden = inputs * expansion
        widen = [] if expansion == 1 else [conv_norm(inputs, hidden, 1, activation=nn.ReLU6())]
        self.body = nn.Sequential(
            *widen, conv_norm(hidden, hidden, kernel, stride, groups=hidden, activation=nn.ReLU6()), conv_norm(hidden, outputs, 1)
        )
        self.skips = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.body(x) if self.skips else self.body(x)


class MobileNet(nn.Module):
    size, width = 96, 1280

    def __init__(self):
        super().__init__()
        layers, inputs = [conv_norm(3, 16, 3, 2, activation=nn.ReLU6())], 16
        for expansion, outputs, count, stride in [
            (1, 8, 1, 1), (6, 16, 2, 2), (6, 16, 3, 2), (6, 32, 4, 2), (6, 48, 3, 1), (6, 80, 3, 2), (6, 160, 1, 1)
        ]:
            for index in range(count):
                layers.append(Inverted(inputs, outputs, stride if index == 0 else 1, expansion))
                inputs = outputs
        layers += [conv_norm(inputs, 1280, 1, activation=nn.ReLU6()), nn.AdaptiveAvgPool2d(1), nn.Flatten()]
        self.extract = nn.Sequential(*layers)
        self.classify = nn.Identity()


class EfficientNetLite(nn.Module):
    size, width = 224, 1280

    def __init__(self):
        super().__init__()
        layers, inputs = [conv_norm(3, 32, 3, 2, activation=nn.ReLU6())], 32
        for expansion, outputs, count, stride, kernel in [
            (1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 40, 2, 2, 5), (6, 80, 3, 2, 3), (6, 112, 3, 1, 5), (6, 192, 4, 2, 5), (6, 320, 1, 1, 3)
        ]:
            for index in range(count):
                layers.append(Inverted(inputs, outputs, stride if index == 0 else 1, expansion, kernel))
                inputs = outputs
        layers += [conv_norm(inputs, 1280, 1, activation=nn.ReLU6()), nn.AdaptiveAvgPool2d(1), nn.Flatten()]
        self.extract = nn.Sequential(*layers)
        self.classify = nn.Identity()


def make_step(net, options):
    model = {'a': Digits, 'f': MobileNet, 'g': NormalisedDigits, 'h': EfficientNetLite}.get(net, ResNet)()
    batch = {'a': 64, 'b': 128, 'c': 200, 'd': 128, 'e': 256, 'f': 32, 'g': 64, 'h': 32}[net]
    layout = torch.channels_last if options.channels_last else torch.contiguous_format
    discriminator = nn.Sequential(nn.Linear(model.width, 100), nn.ReLU(), nn.Linear(100, 2))
    model.to(memory_format=layout)
    pool = torch.randint(0, 256, (256 if net == 'h' else 2048, model.size, model.size, 3), dtype=torch.uint8)
    classes = torch.randint(0, 10, (len(pool),))
    domains = torch.cat([torch.zeros(batch // 2), torch.ones(batch // 2)]).long()
    extract, classify = model.extract, model.classify

    def draw():
        chosen = torch.randint(0, len(pool), (batch,))
        images = pool[chosen].permute(0, 3, 1, 2).to(torch.float32).div_(255)
        return (images if options.channels_last else images.contiguous()), classes[chosen]

    if net in 'efh':
        model.eval()
        if options.trace:
            model.forward = lambda x: classify(extract(x))
            with torch.inference_mode():
                whole = nn.Sequential(extract, classify)
                whole = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(whole.eval(), draw()[0])))
        else:
            whole = nn.Sequential(extract, classify).eval()
            whole = torch.compile(whole) if options.compile else whole

        def step():
            with torch.inference_mode():
                return whole(draw()[0])[0, 0].item()

        return step, batch
    if options.compile:
        extract = torch.compile(extract)
    parameters = [*model.parameters(), *(discriminator.parameters() if net in 'ab' else [])]
    if net in 'cg':
        model.requires_grad_(False)
        norms = [part for part in model.modules() if isinstance(part, (nn.BatchNorm1d, nn.BatchNorm2d))]
        parameters = [weight.requires_grad_(True) for part in norms for weight in (part.weight, part.bias)]
    optimizer = torch.optim.SGD(parameters, 0.01, momentum=0.9) if net == 'a' else torch.optim.Adam(parameters, 1e-3)

    def loss_of(images, labels):
        features = extract(images)
        if net == 'd':
            return F.cross_entropy(classify(features), labels)
        if net in 'cg':
            logits = classify(features)
            return -(logits.softmax(1) * logits.log_softmax(1)).sum(1).mean()
        half = batch // 2
        return F.cross_entropy(classify(features[:half]), labels[:half]) + F.cross_entropy(
            discriminator(ReverseGradient.apply(features, 0.5)), domains
        )

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(*draw())
        loss.backward()
        optimizer.step()
        return loss.item()

    return step, batch


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--net', required=True, choices=list('abcdefgh'))
    parser.add_argument('--channels-last', action='store_true')
    parser.add_argument('--compile', action='store_true', help='torch.compile')
    parser.add_argument('--trace', action='store_true', help='torch.jit.trace, frozen; inference nets only')
    parser.add_argument('--threads', type=int, required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    started = time.perf_counter()
    step, batch = make_step(options.net, options)
    step()
    first = time.perf_counter() - started
    for _ in range(3):
        step()
    print(json.dumps({'ready': True, 'firstStepSeconds': first, 'version': torch.__version__}), flush=True)
    for line in sys.stdin:
        seconds = json.loads(line)['seconds']
        steps, began = 0, time.perf_counter()
        while time.perf_counter() - began < seconds:
            step()
            steps += 1
        print(json.dumps({'value': batch * steps / (time.perf_counter() - began)}), flush=True)


if __name__ == '__main__':
    main()
