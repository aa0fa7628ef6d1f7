import type { Picture } from '../model/picture.ts'
import type { DecodeProblem } from './decode-problem.ts'

/** Who worked on a frame: the service's own decoder, the library that takes what that one does not, or none of them. */
export type DecoderName = 'own' | 'library' | 'none'

export type DecodeResult =
  | { readonly picture: Picture; readonly decoder: DecoderName }
  | { readonly error: DecodeProblem; readonly decoder: DecoderName }
