"""What a service in Python with OpenCV does with a frame: the work of the reference, and the same on a scaled decode."""
import cv2
import numpy

# What is compared is the CPU of one thread; the service in Python has a pool of threads already.
cv2.setNumThreads(1)

CANNY_LOW, CANNY_HIGH = 50, 150
CHANGED_LEVELS = 25
REGIONS_PER_SIDE = 3

FULL_DECODE = cv2.IMREAD_GRAYSCALE
REDUCED_DECODE = {
    1: cv2.IMREAD_GRAYSCALE,
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}


def decode(jpeg, flag):
    """Luma of a JPEG, 0..255, or None."""
    return cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8), flag)


def look(luma, previous):
    """Figures of a picture, and of the change from the one before where it has the same size."""
    edges = cv2.Canny(luma, CANNY_LOW, CANNY_HIGH)
    figures = {
        "mean": cv2.mean(luma)[0],
        "edge_ratio": cv2.countNonZero(edges) / edges.size,
    }
    if previous is not None and previous.shape == luma.shape:
        figures.update(change(luma, previous))
    return figures


def change(luma, previous):
    difference = cv2.GaussianBlur(cv2.absdiff(luma, previous), (5, 5), 0)
    _, changed = cv2.threshold(difference, CHANGED_LEVELS, 255, cv2.THRESH_BINARY)
    return {
        "diff_mean": cv2.mean(difference)[0],
        "high_diff_ratio": cv2.countNonZero(changed) / changed.size,
        "regions": [cv2.mean(region)[0] for region in regions(difference)],
    }


def regions(plane):
    height, width = plane.shape
    sides = range(REGIONS_PER_SIDE)
    for row in sides:
        for column in sides:
            top, bottom = height * row // REGIONS_PER_SIDE, height * (row + 1) // REGIONS_PER_SIDE
            left, right = width * column // REGIONS_PER_SIDE, width * (column + 1) // REGIONS_PER_SIDE
            yield plane[top:bottom, left:right]


def state_of(figures):
    """Verdict with the reference's limits."""
    if figures["mean"] < 15:
        return "Black Screen"
    if figures["edge_ratio"] < 0.02:
        return "Occluded"
    violent = figures.get("diff_mean", 0) > 10 and (
        figures["high_diff_ratio"] > 0.15 or sum(mean > 8 for mean in figures["regions"]) > 4.5
    )
    return "Tampered (Violent Motion)" if violent else "Normal"
