package dev.berth.route;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program many hosts and images have that can carry a connection between its standard streams and a port, each direction ending
 * apart. On standard error it tells three things: that it is connected, that the server ended its direction, and how many
 * bytes it had sent by then. Docker carries output and errors side by side and ends them only together with the program,
 * so the end of the output has to be told in words, with the count of what must have come before it.
 */
enum RelayTool {
    PYTHON3("python3", """
            import os,socket,sys,threading
            try:
                if len(sys.argv)>2:
                    s=socket.create_connection((sys.argv[1],int(sys.argv[2])),10)
                    s.setsockopt(socket.IPPROTO_TCP,socket.TCP_NODELAY,1)
                else:
                    s=socket.socket(socket.AF_UNIX)
                    s.connect(sys.argv[1])
            except OSError as e:
                os.write(2,("refused %s\\n"%e).encode())
                os._exit(7)
            s.settimeout(None)
            os.write(2,b"connected\\n")
            def up():
                try:
                    while True:
                        b=os.read(0,65536)
                        if not b: break
                        s.sendall(b)
                    s.shutdown(socket.SHUT_WR)
                except OSError:
                    os._exit(1)
            t=threading.Thread(target=up,daemon=True)
            t.start()
            n=0
            try:
                while True:
                    b=s.recv(65536)
                    if not b: break
                    n+=len(b)
                    while b: b=b[os.write(1,b):]
            except OSError:
                os._exit(1)
            os.write(2,b"end %d\\n"%n)
            t.join()
            os._exit(0)
            """) {
        @Override
        List<String> command(String address, int port) {
            return List.of(executable(), "-c", program(), address, Integer.toString(port));
        }

        @Override
        List<String> command(String path) {
            return List.of(executable(), "-c", program(), path);
        }
    },

    /** Its log is all it tells; -t is how long, in seconds, one direction may outlive the other: otherwise half of one. */
    SOCAT("socat", "") {
        @Override
        List<String> command(String address, int port) {
            boolean name = address.chars().anyMatch(Character::isLetter) && !address.contains(":");
            String kind = address.contains(":") ? "TCP6:[" + address + "]:" : (name ? "TCP:" : "TCP4:") + address + ":";
            return to(kind + port + ",nodelay");
        }

        @Override
        List<String> command(String path) {
            return to("UNIX-CONNECT:" + path.replaceAll("[\\\\:,!\"'(){}\\[\\]]", "\\\\$0"));
        }

        private List<String> to(String target) {
            List<String> command = new ArrayList<>(List.of(executable(), "-d", "-d", "-d"));
            command.addAll(List.of("-b", "65536", "-t", "1000000", "-", target));
            return command;
        }
    },

    PERL("perl", """
            use Socket qw(:DEFAULT IPPROTO_TCP TCP_NODELAY getaddrinfo);
            my($a,$p)=@ARGV;
            my $why;
            my @to=({family=>AF_UNIX,addr=>defined $p?'':pack_sockaddr_un($a)});
            ($why,@to)=getaddrinfo($a,$p,{socktype=>SOCK_STREAM}) if defined $p;
            my $open;
            for my $t(@to){
              $open=socket(S,$t->{family},SOCK_STREAM,0)&&connect(S,$t->{addr});
              last if $open;
              $why="$!";
            }
            unless($open){
              syswrite STDERR,"refused $why\\n";
              exit 7;
            }
            setsockopt S,IPPROTO_TCP,TCP_NODELAY,1 if defined $p;
            $SIG{PIPE}='IGNORE';
            sub copy{
              my($from,$to)=@_;
              my $n=0;
              while(1){
                my $r=sysread $from,my $b,65536;
                return -1 unless defined $r;
                return $n unless $r;
                for(my $o=0;$o<$r;){
                  my $w=syswrite $to,$b,$r-$o,$o;
                  return -1 unless defined $w;
                  $o+=$w;
                }
                $n+=$r;
              }
            }
            syswrite STDERR,"connected\\n";
            my $child=fork;
            if(!$child){
              close STDERR;
              copy(\\*STDIN,\\*S);
              shutdown S,1;
              exit 0;
            }
            close STDIN;
            my $n=copy(\\*S,\\*STDOUT);
            if($n<0){
              kill 'TERM',$child;
              exit 1;
            }
            syswrite STDERR,"end $n\\n";
            waitpid $child,0;
            exit 0;
            """) {
        @Override
        List<String> command(String address, int port) {
            return List.of(executable(), "-e", program(), address, Integer.toString(port));
        }

        @Override
        List<String> command(String path) {
            return List.of(executable(), "-e", program(), path);
        }
    },

    /** Where there is no other: it can't tell the server that the client has finished, nor go on once the server has. */
    BASH("bash", """
            exec 4<&0 3<>"/dev/tcp/$0/$1" || exit 7
            echo connected >&2
            cat <&4 >&3 2>/dev/null &
            cat <&3 && echo end >&2
            kill $! 2>/dev/null
            exit 0
            """) {
        @Override
        List<String> command(String address, int port) {
            return List.of(executable(), "-c", program(), address, Integer.toString(port));
        }
    },

    /**
     * Where there is nothing but BusyBox. Its nc ends with the server, and tells a connection only by going on: it is refused
     * at once or not at all, as a rule.
     */
    BUSYBOX("busybox", """
            exec 4<&0
            busybox nc "$0" "$1" <&4 &
            nc=$!
            sleep 0.2
            kill -0 $nc 2>/dev/null && echo connected >&2
            wait $nc || exit 7
            echo connected >&2
            echo end >&2
            """) {
        @Override
        List<String> command(String address, int port) {
            return List.of("sh", "-c", program(), address, Integer.toString(port));
        }
    };

    /** Tells which of its parameters are programs. */
    static final String FIND = "for tool; do command -v \"$tool\" >/dev/null 2>&1 && echo \"$tool\"; done; exit 0";

    private static final List<RelayTool> PORTS_ONLY = List.of(BASH, BUSYBOX);

    /** Those that end each direction apart; docker ends standard output with the program only. */
    static final List<RelayTool> IN_CONTAINERS = List.of(PYTHON3, SOCAT, PERL);

    private static final Pattern END = Pattern.compile("end ([0-9]{1,18})");
    private static final Pattern SOCAT_SENT = Pattern.compile(".* transferred ([0-9]{1,9}) bytes from [0-9]+ to 1");
    private static final Pattern SOCAT_END = Pattern.compile(".* socket 2 \\(fd [0-9]+\\) is at EOF");

    private final String executable;
    private final String program;

    RelayTool(String executable, String program) {
        this.executable = executable;
        this.program = program;
    }

    abstract List<String> command(String address, int port);

    /** To a Unix socket. */
    List<String> command(String path) {
        throw new UnsupportedOperationException(executable + " reaches no sockets");
    }

    boolean reachesSockets() {
        return !PORTS_ONLY.contains(this);
    }

    String executable() {
        return executable;
    }

    String program() {
        return program;
    }

    /** Reads what a relay tells, line by line. Not for several threads. */
    static final class Report {
        private long sent;

        boolean connected(String line) {
            return line.equals("connected") || line.contains(" starting data transfer loop");
        }

        /** The server has ended, and the end of the output is where. */
        boolean over(String line) {
            return line.equals("end");
        }

        /** How much the server sent in all, once it has ended. */
        OptionalLong end(String line) {
            Matcher told = END.matcher(line);
            if (told.matches()) {
                return OptionalLong.of(Long.parseLong(told.group(1)));
            }
            Matcher piece = SOCAT_SENT.matcher(line);
            if (piece.matches()) {
                sent += Long.parseLong(piece.group(1));
            }
            return SOCAT_END.matcher(line).matches() ? OptionalLong.of(sent) : OptionalLong.empty();
        }
    }
}
