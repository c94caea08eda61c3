# jlr, jll and jlk: JupyterLab in a container of a remote box, for fish.
#   HOSTNAME   the box: an alias of your ssh configuration, a name or an address
#   USERNAME   your user there; your ssh configuration's where it is not set
#   PCONT      one port for the container, the box and this machine (9999)
#   CONTAINER  the container (cont1); an argument names it for this call and all later ones of this shell

function _berth_box
    if test -z "$HOSTNAME"; or test "$HOSTNAME" = (uname -n)
        echo "Set HOSTNAME to the box first, such as: set -g HOSTNAME gpu1" >&2
        return 2
    end
    if test (count $argv) -gt 0
        set -g CONTAINER $argv[1]
    end
    set -q PCONT; or set -g PCONT 9999
    set -q CONTAINER; or set -g CONTAINER cont1
    if test -n "$USERNAME"; and test "$USERNAME" != (id -un)
        set -g _berth_host "$USERNAME@$HOSTNAME"
    else
        set -g _berth_host $HOSTNAME
    end
end

function _berth_run
    echo "Running command '@BERTH@ $argv'"
    @BERTH@ $argv
end

function jlr --description 'start JupyterLab in a container and show its log'
    _berth_box $argv; or return
    _berth_run jupyter start $_berth_host $CONTAINER --port $PCONT --no-open; or return
    @BERTH@ jupyter log $_berth_host $CONTAINER --port $PCONT --follow
end

function jll --description 'open it in the browser through a tunnel'
    _berth_box $argv; or return
    echo "Running command '@BERTH@ jupyter open $_berth_host $CONTAINER --port $PCONT'"
    set -l url (@BERTH@ jupyter open $_berth_host $CONTAINER --port $PCONT --no-open); or return
    echo "URL that will open in your browser:"
    echo $url
    @BERTH@ jupyter open $_berth_host $CONTAINER --port $PCONT --quiet >/dev/null
end

function jlk --description 'stop it'
    _berth_box $argv; or return
    _berth_run jupyter stop $_berth_host $CONTAINER --port $PCONT
end
