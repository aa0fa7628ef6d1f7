# An RTSP server for tests: plays a film with H.264 to whoever asks, over TCP or UDP, on 127.0.0.1 only.
#
#   rtsp-server.py PORT FILM [USER PASSWORD]
#
# It plays at rtsp://127.0.0.1:PORT/film, to that user alone when one is given (digest). Prints a line when it listens.
import sys

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstRtsp', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer

Gst.init(None)
if sys.argv[1] == '--check':
    lacking = [name for name in ('qtdemux', 'rtph264pay', 'rtpbin') if Gst.ElementFactory.find(name) is None]
    sys.exit(f'GStreamer lacks {lacking}' if lacking else 0)
port, film = sys.argv[1:3]
access = sys.argv[3:5]

server = GstRtspServer.RTSPServer()
server.set_address('127.0.0.1')
server.set_service(port)
factory = GstRtspServer.RTSPMediaFactory()
# The payloader takes H.264 as it lies in an MP4.
factory.set_launch(f'( filesrc location="{film}" ! qtdemux ! rtph264pay name=pay0 pt=96 config-interval=-1 )')
if access:
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
    token = GstRtspServer.RTSPToken()
    token.set_string('media.factory.role', 'known')
    auth.add_digest(*access, token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role('known', 'media.factory.access', True)
    permissions.add_permission_for_role('known', 'media.factory.construct', True)
    factory.set_permissions(permissions)
server.get_mount_points().add_factory('/film', factory)
if server.attach(None) == 0:
    sys.exit(f'Port {port} is taken')
print('listening', flush=True)
GLib.MainLoop().run()
