# A registry with one image, berth/tiny:1, for tests of pulling. Usage: registry.py PORT
import gzip, hashlib, http.server, io, json, sys, tarfile

def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()

archive = io.BytesIO()
with tarfile.open(fileobj=archive, mode="w") as tar:
    member = tarfile.TarInfo("hello")
    member.size = 6
    tar.addfile(member, io.BytesIO(b"hello\n"))
layer = gzip.compress(archive.getvalue())
config = json.dumps({
    "architecture": "amd64", "os": "linux", "config": {},
    "rootfs": {"type": "layers", "diff_ids": [digest(archive.getvalue())]},
}).encode()
KIND = "application/vnd.docker.distribution.manifest.v2+json"
manifest = json.dumps({
    "schemaVersion": 2, "mediaType": KIND,
    "config": {"mediaType": "application/vnd.docker.container.image.v1+json",
               "size": len(config), "digest": digest(config)},
    "layers": [{"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip",
                "size": len(layer), "digest": digest(layer)}],
}).encode()
PAGES = {"/v2/": (b"{}", "application/json")}
for name in ("1", digest(manifest)):
    PAGES["/v2/berth/tiny/manifests/" + name] = (manifest, KIND)
for blob in (config, layer):
    PAGES["/v2/berth/tiny/blobs/" + digest(blob)] = (blob, "application/octet-stream")

class Registry(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body, kind = PAGES.get(self.path, (b'{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}', ""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Docker-Content-Digest", digest(body))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Registry).serve_forever()
