import type { FaultKind } from '../../model/fault.ts'

/** What people should know of a fault that stands in no other place of the code. Markdown. */
export interface FaultText {
  /** What is seen, and what usually is behind it. */
  readonly what: string
  /** By which figures it is told, in words. */
  readonly judged: string
  /** What the two pictures show. */
  readonly shown: string
  /** What to look at first when it is told. */
  readonly look: string
  /** The limit that `sensitivity` moves, or the setting, in words. */
  readonly limit: string
}

const NO_LIMIT_OF_PICTURE = 'It is not judged from a picture, so `faults` has no limits for it.'

/** Every fault has one: the type says so. */
export const FAULT_TEXTS: Readonly<Record<FaultKind, FaultText>> = {
  'stream-gap': {
    what: 'No frame comes any more: the camera is off, its line is cut, or whoever brings its frames has stopped.',
    judged:
      'The time since the last frame, against five usual intervals of this camera (the median of its last fifteen), and at least `STREAM_GAP_MS`. Never while the source itself cannot be reached: nobody can know then.',
    shown: 'The last picture that came: a viewer that does not look at its age would go on showing it.',
    look: 'Does the producer run (`camera-check push` prints each camera), does its key in Redis grow, is the name spelt alike on both sides?',
    limit: `\`STREAM_GAP_MS\` for all cameras, \`gapLimitS\` in the settings of one, \`FIRST_FRAME_MS\` for a camera that has sent none yet. ${NO_LIMIT_OF_PICTURE}`
  },
  undecodable: {
    what: 'A frame that gives no picture: cut off, damaged, empty, no JPEG at all, or larger than allowed.',
    judged:
      'Decoding: a frame counts when no trustworthy picture comes out of it. A missing end marker or bytes behind it alone do not.',
    shown: 'A frame that was cut off on its way; grey is what never came.',
    look: 'The `error` of the result names the reason (codes: [errors](errors.md)): too small a buffer at the producer, a bad line, a codec that is no JPEG.',
    limit: `\`MAX_FRAME_BYTES\` and \`MAX_FRAME_PIXELS\` bound what is decoded at all. ${NO_LIMIT_OF_PICTURE}`
  },
  'no-signal': {
    what: 'A slate in place of a picture: a blue or grey card, colour bars, a logo, "No signal".',
    judged:
      'Hardly any detail, no grain that changes from frame to frame as every sensor has it, and nothing of the scene.',
    shown: 'Colour bars of a recorder that has lost its camera.',
    look: 'The line between camera and recorder or encoder: the frames come, the camera does not.',
    limit: '`minFlatRatio`: the share of the picture that has no detail.'
  },
  black: {
    what: 'No light: a cap, a dead sensor, an iris that stays shut, a room without its lamp.',
    judged:
      'Mean brightness under the limit of the wire contract (`current_threshold`, 15 of 255). Of a known scene also under 28 when it is much darker than ever and nothing is left of its edges.',
    shown: 'A lens cap.',
    look: 'Cap, iris, power of the sensor; does infrared light come on at night?',
    limit: '`current_threshold` of `subscribe`; `maxMeanLevels` for what is dark against a known scene.'
  },
  bright: {
    what: 'Too much light: an exposure that hangs, the sun or a torch in the lens, a laser.',
    judged:
      'The share of the picture that is saturated now and usually is not, while the rest loses its contrast; headlights that pass and a lamp that is switched on do not count. Or a picture that is washed out as a whole.',
    shown: 'The low sun in the lens.',
    look: 'Exposure and gain of the camera; does the same come back at the same hour (the sun)? Then a mask or a schedule may be right.',
    limit: '`minNewRatio`: the share of all pixels that are newly saturated.'
  },
  corrupted: {
    what: 'Damage of a decoder: smeared or missing parts, blocks in wrong places, colours of nothing.',
    judged:
      'Rows that repeat each other from the bottom up, areas with the level with which decoders begin, or blocks that jump about from frame to frame while the scene as a whole has not moved.',
    shown: 'A picture whose lower part was lost: the decoder drew its last row again and again.',
    look: 'Lost packets between camera and producer (RTSP over UDP: take `transport: tcp`), an overloaded decoder, a failing recorder.',
    limit: '`minFlatRowRatio`: the share of the height that is smeared.'
  },
  frozen: {
    what: 'The same picture again and again, though frames come in: a camera, encoder or grabber that hangs.',
    judged:
      "Frames of the same bytes for longer than this camera's longest harmless spell; or frames more alike than its own noise ever lets them be, also when they are encoded anew, or when only the clock in the picture runs.",
    shown: 'The picture stands still. It looks as good as ever: no single frame can tell.',
    look: 'Restart of the camera or grabber; a producer that posts one file again and again.',
    limit: '`maxStillnessRatio`: how different two frames are, over what is usual.'
  },
  shaken: {
    what: 'A camera that moves violently: shaken by hand, struck, a mast in a storm.',
    judged:
      'The gradients of the picture no longer agree with those of the frame before, and the usual edges are not where they were. Where a client has set `tamper_params`, the rule of the old service.',
    shown: 'A frame out of a camera that is being shaken.',
    look: 'Somebody is at the camera; a loose mount; wind.',
    limit: '`maxAgreement`: agreement with the frame before, over the usual.'
  },
  moved: {
    what: 'The camera looks elsewhere: turned, tilted, zoomed, or fallen down.',
    judged:
      'The edges of the scene are gone and as many other sharp ones are there. Presets that a camera turns to by itself are learned as views of its own, and are not told.',
    shown: 'The camera has been turned.',
    look: 'Turn it back; or, if it was turned on purpose, `POST /pushhub/cameras/{stream}/accept-view`: it learns the new view.',
    limit: '`minDeadRatio`: the share of the edges that are gone.'
  },
  occluded: {
    what: 'Something covers the lens: a hand, tape, a bag, cardboard.',
    judged:
      'Nearly all edges of the scene are gone and nothing sharp stands in their place. Before the scene is known, only a picture without any detail. Where a client has set `edge_params`, the rule of the old service.',
    shown: 'A hand over the lens.',
    look: 'The lens.',
    limit: '`minDeadRatio`: the share of the edges that are gone.'
  },
  'partly-occluded': {
    what: 'Something covers a part of the view: a cloth, a leaf, mud, a cobweb, a new box right before the camera.',
    judged:
      'One connected region whose edges have been gone for 2 s, and which is soft: what lies on a lens is out of focus. Somebody who stands close has a sharp outline, and is not told.',
    shown: 'A cloth hangs before the lens.',
    look: 'The lens and what is right before it. If it is there to stay: a mask, or accept the view.',
    limit: '`minRegionRatio`: the share of the view that is covered.'
  },
  defocused: {
    what: 'Out of focus: at once after a knock or a wrong autofocus, or over weeks as a lens loosens.',
    judged:
      'Detail on the permanent edges over their contrast, and the finest detail of the picture, against the usual; the coarse structure is still in place. Against the first minute of this look as well, so that what creeps in is found (30 s).',
    shown: 'The focus was knocked out of place.',
    look: 'Focus; water on the glass; a dome that has gone dull.',
    limit: '`maxSharpness`: detail on the edges over their contrast, over the usual.'
  },
  'low-contrast': {
    what: 'A veil over the picture: fog, misted glass, dirt, light that shines into the lens from the side.',
    judged:
      'The edges are in place but faint, the span of grey levels is narrow, and the dark parts are lifted: a light that goes out lowers them.',
    shown: 'Fog.',
    look: 'Is it the weather? Then several cameras of a group say it together. Else clean the glass; look at the heating.',
    limit: '`maxContrast`: contrast of the permanent edges over the usual.'
  },
  noise: {
    what: 'Snow, hiss, heavy grain: too much gain, a bad line, a dying sensor.',
    judged:
      'The finest detail has risen nearly everywhere, and is another one in each frame. Dusk and rain bring half of what it takes.',
    shown: 'The amplification of the sensor is far too high.',
    look: 'Does infrared light come on? Analogue line and its connectors; gain limit of the camera.',
    limit: '`minFineRiseLevels`: grey levels of fine detail over the usual, in three quarters of the picture.'
  },
  stripes: {
    what: 'Stripes or bars over the picture: hum of the mains, interference of a line, columns of a dying sensor.',
    judged:
      'A regular pattern that all quarters of the picture have in common and that was not there before, and which accounts for what has changed.',
    shown: 'A herringbone of interference.',
    look: 'Earthing and screening of an analogue line; a power supply nearby; lamps that flicker with the mains (exposure time).',
    limit: '`minAmplitudeLevels`: amplitude of the pattern, grey levels.'
  },
  'colour-cast': {
    what: 'Colours gone wrong: a white balance that has run away, a lost channel, a stuck infrared filter.',
    judged:
      'The colour of most of the view has shifted the same way while its edges are in place. Another light is learned as a look of its own and is not told.',
    shown: 'The white balance has drifted to warm.',
    look: 'White balance; the infrared filter (a click at dusk); a broken wire of a component line.',
    limit: '`minCastLevels`: shift of the colour of the median block, levels of Cb and Cr.'
  }
}
