# jlr, jll and jlk: JupyterLab in a container of a remote box, for bash and zsh.
#   HOSTNAME   the box: an alias of your ssh configuration, a name or an address
#   USERNAME   your user there; your ssh configuration's where it is not set
#   PCONT      one port for the container, the box and this machine (9999)
#   CONTAINER  the container (cont1); an argument names it for this call and all later ones of this shell

_berth_box() {
    # bash presets HOSTNAME to this machine's own name: then it was never set
    if [ -z "${HOSTNAME:-}" ] || [ "$HOSTNAME" = "$(uname -n)" ]; then
        echo "Set HOSTNAME to the box first, such as HOSTNAME=gpu1: it is ${HOSTNAME:-empty}, this machine's own name." >&2
        return 2
    fi
    if [ -n "${1:-}" ]; then
        CONTAINER=$1
    fi
    : "${PCONT:=9999}" "${CONTAINER:=cont1}"
    # in zsh USERNAME is always there and the local user's: only another one was meant
    if [ -n "${USERNAME:-}" ] && [ "$USERNAME" != "$(id -un)" ]; then
        _berth_host="$USERNAME@$HOSTNAME"
    else
        _berth_host=$HOSTNAME
    fi
}

_berth_run() {
    echo "Running command '@BERTH@ $*'"
    @BERTH@ "$@"
}

# starts JupyterLab and shows its log; Ctrl-C leaves the log, the server stays
jlr() {
    _berth_box "$@" || return
    _berth_run jupyter start "$_berth_host" "$CONTAINER" --port "$PCONT" --no-open || return
    @BERTH@ jupyter log "$_berth_host" "$CONTAINER" --port "$PCONT" --follow
}

# opens it in the browser through a tunnel
jll() {
    _berth_box "$@" || return
    echo "Running command '@BERTH@ jupyter open $_berth_host $CONTAINER --port $PCONT'"
    _berth_url=$(@BERTH@ jupyter open "$_berth_host" "$CONTAINER" --port "$PCONT" --no-open) || return
    echo "URL that will open in your browser:"
    echo "$_berth_url"
    @BERTH@ jupyter open "$_berth_host" "$CONTAINER" --port "$PCONT" --quiet >/dev/null
}

# stops it
jlk() {
    _berth_box "$@" || return
    _berth_run jupyter stop "$_berth_host" "$CONTAINER" --port "$PCONT"
}
