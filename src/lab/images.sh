# shellcheck shell=bash
# The images of the lab. Each is a root file system in a tar, built with mmdebstrap from the Debian mirror that apt on
# this machine is set up with. A tar's name carries a hash of the recipe, so that an edited recipe never meets an old tar.

# Without manuals and translations the tars are about a third smaller, and importing them is what `up` waits for.
SLIM=(--dpkgopt=path-exclude=/usr/share/man/* --dpkgopt=path-exclude=/usr/share/doc/*
      --dpkgopt=path-exclude=/usr/share/locale/* --dpkgopt=path-exclude=/usr/share/info/*)

IMAGES=(box engines jupyterlab notebook busybox)

# image_tag NAME: the name that an engine shows for the image
image_tag() {
  case $1 in
    box)        echo berth-lab/box:trixie ;;
    engines)    echo berth-lab/engines:bookworm ;;
    jupyterlab) echo lab/jupyterlab:4.0 ;;
    notebook)   echo lab/notebook:6.4 ;;
    busybox)    echo lab/busybox:1.35 ;;
    *) die "no image is called '$1'" ;;
  esac
}

# recipe NAME: sets SUITE, PACKAGES and HOOKS
recipe() {
  HOOKS=()
  case $1 in
    box)
      SUITE=trixie
      PACKAGES=openssh-server,docker.io,docker-cli,iptables,iproute2,procps,tini,curl,ca-certificates,tmux
      # The host keys belong to a box, not to the image: every box would have the same ones.
      HOOKS+=('rm -f "$1"/etc/ssh/ssh_host_*')
      HOOKS+=('for u in dev nodocker; do chroot "$1" useradd -m -s /bin/bash -p "*" $u; done')
      HOOKS+=('chroot "$1" usermod -aG docker dev')
      ;;
    engines)
      # Bookworm's docker.io is Docker 20.10.
      SUITE=bookworm
      PACKAGES=openssh-server,docker.io,iptables,iproute2,procps,tini,curl,ca-certificates
      PACKAGES+=,sudo,podman,rootlesskit,slirp4netns,uidmap,fuse-overlayfs,docker-registry,apache2-utils
      HOOKS+=('rm -f "$1"/etc/ssh/ssh_host_*')
      HOOKS+=('for u in dev nodocker sudoer rootless podman; do chroot "$1" useradd -m -s /bin/bash -p "*" $u; done')
      HOOKS+=('chroot "$1" usermod -aG docker dev')
      HOOKS+=('echo "sudoer ALL=(ALL) NOPASSWD: ALL" >"$1"/etc/sudoers.d/sudoer')
      ;;
    jupyterlab)
      SUITE=trixie
      PACKAGES=jupyter-core,jupyter-server,python3-jupyterlab-server,python3-notebook-shim,python3-jupyter-events
      PACKAGES+=,python3-rpds-py,python3-ipykernel,python3-async-lru,python3-httpx,procps,ca-certificates
      # The package depends on a gigabyte of node modules that only building extensions needs: unpack it alone.
      HOOKS+=('chroot "$1" sh -c "cd /tmp && apt-get download jupyterlab && dpkg -x jupyterlab_*.deb / && rm jupyterlab_*.deb"')
      # Otherwise the first start in each container compiles it, and leaves files there.
      HOOKS+=('chroot "$1" python3 -m compileall -q /usr/lib/python3/dist-packages/jupyterlab')
      ;;
    notebook)
      SUITE=bookworm
      PACKAGES=python3,jupyter-notebook,python3-jupyter-server,procps
      ;;
    busybox)
      SUITE='' PACKAGES=''
      ;;
  esac
  # The mirror's name is this machine's business and nobody's in the boxes.
  HOOKS+=('rm -rf "$1"/etc/apt/sources.list "$1"/etc/apt/sources.list.d "$1"/var/lib/apt/lists "$1"/var/cache/apt')
}

# image_hash NAME: a short hash of all that decides what is in the tar
image_hash() {
  local h
  recipe "$1"
  h=$( { printf '%s\n' "$1" "$SUITE" "$PACKAGES" "${SLIM[@]}" "${HOOKS[@]}"
         if [ "$1" = busybox ]; then cat /bin/busybox; fi; } | sha256sum)
  echo "${h:0:12}"
}

image_tar() { echo "$CACHE/$1-$(image_hash "$1").tar"; }

# The first Debian archive (not security, not a third party's) in apt's own view of its sources, whichever form they have.
debian_mirror() {
  local uri
  uri=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)' 'Created-By: Packages' |
        awk -F'|' '$1 == "Debian" && $2 == "Debian" && $3 == "main" && !n++ { print $4 }')
  [ -n "$uri" ] || die "apt knows no Debian archive: add one to its sources and run apt-get update"
  echo "$uri"
}

# What apt here needs to reach its mirror (a proxy, a frozen archive's old dates) the builds need too.
apt_options() {
  apt-config dump 2>/dev/null |
    grep -E '^Acquire::(https?::|Check-(Valid-Until|Date)|Retries|ForceIPv4)' | grep -v '""' | sed 's/^/--aptopt=/' || true
}

# build_image NAME: leaves the tar in the cache; a tar there is whole, since it gets its name only when it is done
build_image() {
  local name=$1 tar tmp t0=$SECONDS hook opts=()
  mkdir -p "$CACHE/tmp"
  exec 6>"$CACHE/$name.lock"
  flock 6
  tar=$(image_tar "$name")
  if [ -s "$tar" ]; then return 0; fi
  rm -f "$CACHE/$name"-*.part.*
  tmp=$tar.part.$$
  recipe "$name"
  note "building image $name"
  if [ "$name" = busybox ]; then
    build_busybox "$tmp"
  else
    while IFS= read -r hook; do opts+=("$hook"); done < <(apt_options)
    for hook in "${HOOKS[@]}"; do opts+=("--customize-hook=$hook"); done
    TMPDIR=$CACHE/tmp mmdebstrap --quiet --mode=root --variant=minbase --include="$PACKAGES" "${SLIM[@]}" "${opts[@]}" \
      --format=tar "$SUITE" "$tmp" "$(debian_mirror)" || { rm -f "$tmp"; return 1; }
  fi
  mv "$tmp" "$tar"
  # Only the tars of today's recipes are worth their disk space.
  find "$CACHE" -maxdepth 1 -name "$name-*.tar" ! -path "$tar" -delete
  note "image $name built in $((SECONDS - t0)) s ($(du -m "$tar" | cut -f1) MB)"
}

# A container without Python, bash or Jupyter: one static program and the files that name its users.
build_busybox() {
  local root=$CACHE/tmp/busybox.$$ applet
  rm -rf "$root"
  mkdir -p "$root"/{bin,sbin,usr/bin,usr/sbin,etc,tmp,root,var/tmp,www}
  chmod 1777 "$root/tmp" "$root/var/tmp"
  cp /bin/busybox "$root/bin/busybox"
  for applet in $(/bin/busybox --list); do
    [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
  done
  echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"
  printf '<!doctype html><title>web on cpu1</title><h1>It works</h1>\n' >"$root/www/index.html"
  tar -C "$root" --owner=0 --group=0 --numeric-owner -cf "$1" .
  rm -rf "$root"
}

# start_build NAME: builds in the background; BUILD_PID has the ids of what is under way
declare -A BUILD_PID=()
start_build() {
  # A session of its own, so that a failure elsewhere can end the whole tree of a build.
  setsid "$HERE/lab" build-image "$1" >>"$LOGS/image-$1.log" 2>&1 </dev/null 8>&- 9>&7 &
  BUILD_PID[$1]=$!
}

# An engine that has the image needs no tar of it. The mark is only a hint: who finds the image missing builds it then.
image_mark() { echo "$LAB/imported/$1-$(image_hash "$1")"; }

# Builds take the longest of all, and so they start first.
start_builds() {
  local name
  # What an interrupted run has left can be gigabytes.
  if [ -d "$CACHE/tmp" ]; then find "$CACHE/tmp" -mindepth 1 -maxdepth 1 -mmin +30 -exec rm -rf --one-file-system {} +; fi
  for name in "${IMAGES[@]}"; do
    if [ ! -s "$(image_tar "$name")" ] && [ ! -e "$(image_mark "$name")" ]; then start_build "$name"; fi
  done
}

end_builds() {
  local pid
  for pid in "${BUILD_PID[@]}"; do kill -TERM -- "-$pid" 2>/dev/null || true; done
}

# need_image NAME: waits until the tar is there
need_image() {
  if [ -s "$(image_tar "$1")" ]; then return 0; fi
  [ -n "${BUILD_PID[$1]:-}" ] || start_build "$1"
  wait "${BUILD_PID[$1]}" || die "image $1 could not be built: see $LOGS/image-$1.log"
  unset "BUILD_PID[$1]"
}
