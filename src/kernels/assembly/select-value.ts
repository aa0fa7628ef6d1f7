/**
 * The value that would stand at a place if all were sorted. Nothing in the loop depends on how a comparison turns out, so
 * that no branch is ever guessed wrongly: a value that is not smaller is exchanged too, and stays where it is.
 *
 * @param values Address of `count` f64, reordered; none may be NaN.
 * @param wanted 0 .. count - 1.
 * @see Hoare, "Algorithm 65: find", Communications of the ACM 4(7), 1961
 */
export function selectValue(values: usize, count: i32, wanted: i32): f64 {
  const at = values + 8 * <usize>wanted
  let left = values
  let right = values + 8 * <usize>(count - 1)
  while (left < right) {
    const place = divide(left, right)
    if (place == at) break
    if (place > at) right = place - 8
    else left = place + 8
  }
  return load<f64>(at)
}

/** Puts one value where it belongs, none larger before and none smaller behind it. @returns Its address. */
function divide(left: usize, right: usize): usize {
  const pivot = takePivot(left, right)
  let place = left
  for (let at = left; at < right; at += 8) {
    const value = load<f64>(at)
    store<f64>(at, load<f64>(place))
    store<f64>(place, value)
    // Of values that are equal every second one goes before it, or many of them would be passed one at a time.
    const isBefore = <i32>(value < pivot) | (<i32>(value == pivot) & <i32>(at >> 3))
    place += <usize>(isBefore & 1) << 3
  }
  store<f64>(right, load<f64>(place))
  store<f64>(place, pivot)
  return place
}

/** Takes the median of the first, the middle and the last value to the end. */
function takePivot(left: usize, right: usize): f64 {
  const middle = left + (((right - left) >> 4) << 3)
  const first = load<f64>(left)
  const between = load<f64>(middle)
  const last = load<f64>(right)
  const pivot = max(min(first, between), min(max(first, between), last))
  const from = pivot == first ? left : pivot == between ? middle : right
  store<f64>(from, last)
  store<f64>(right, pivot)
  return pivot
}
