/** Where members ask each other for the cameras that they watch; not part of the documented API. */
export const OWN_CAMERAS_PATH = '/pushhub/fleet/cameras'
