package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.carry.Errand;
import dev.berth.carry.Place;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** cp: files and directories between the laptop and a host or a container, as a tar by way of docker cp or tar there. */
final class CopyVerb extends Verb {
    private String source = "";
    private String target = "";

    CopyVerb(Context context) {
        super(
                context,
                "cp",
                "Copy a file or a directory between this machine and a host or a container. As with docker, it goes into"
                        + " a target that is a directory, and is called so otherwise.");
        syntax().word("SOURCE", "HOST:PATH, HOST/CONTAINER:PATH, or a path of this machine.", value -> source = value)
                .word("TARGET", "The same; one of the two is of this machine.", value -> target = value);
    }

    /** Null for a path of this machine: one that is there, or begins as only paths do. */
    private static @Nullable Place place(String word) {
        int colon = word.indexOf(':');
        if (colon < 1 || word.startsWith("/") || word.startsWith(".") || word.startsWith("~")) {
            return null;
        }
        List<String> place = Context.place(List.of(word.substring(0, colon)));
        String path = word.substring(colon + 1);
        return new Place(place.getFirst(), place.size() > 1 ? place.get(1) : null, path.isEmpty() ? "." : path);
    }

    @Override
    int run() throws ProblemException, InterruptedException {
        Place from = place(source);
        Place to = place(target);
        if ((from == null) == (to == null)) {
            throw Problem.of(
                            Problem.Code.USAGE,
                            "One of the two has to be HOST:PATH or HOST/CONTAINER:PATH, the other a path of this machine.",
                            "Such as: berth cp gpu1/train:/workspace/model.pt .")
                    .asException();
        }
        if (from != null) {
            carry(new Errand.Fetch(from, Path.of(target)));
        } else if (to != null) {
            context().refuseReadonly("copy to a host");
            carry(new Errand.Send(Path.of(source), to));
        }
        return 0;
    }

    private void carry(Errand errand) throws ProblemException, InterruptedException {
        Copied copied = new Copied(front(), source);
        Carried.carry(context(), errand, copied::count, line -> {});
        copied.done();
    }
}
