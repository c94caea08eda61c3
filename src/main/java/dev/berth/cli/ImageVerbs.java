package dev.berth.cli;

import dev.berth.api.Image;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import java.util.List;

/** images, pull. */
final class ImageVerbs {
    private static final int SHORT_ID = 12;

    private ImageVerbs() {}

    static final class ListThem extends Verb {
        private List<String> hosts = List.of();

        ListThem(Context context) {
            super(context, "images", "List images, of all connected hosts or of those named.");
            syntax().words("HOST", "0..*", "An alias, or user@host[:port].", value -> hosts = value);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            try (Talk talk = Talk.open(context())) {
                Hosts each = new Hosts(context(), talk);
                print(each.each(each.hosts(hosts), Request.ListImages::new, Reply.Images::images));
                return each.exit();
            }
        }

        private void print(List<Image> images) {
            if (options().json) {
                context().json(images);
                return;
            }
            Table table = new Table("HOST", "IMAGE", "ID", "AGE", "SIZE");
            for (Image image : images) {
                for (String tag : image.tags().isEmpty() ? List.of("–") : image.tags()) {
                    table.row(
                            image.host(),
                            tag,
                            shortId(image.id()),
                            Text.age(image.created()),
                            Text.bytes(image.size()));
                }
            }
            table.print(front().out());
        }

        private static String shortId(String id) {
            String figures = id.substring(id.indexOf(':') + 1);
            return figures.substring(0, Math.min(SHORT_ID, figures.length()));
        }
    }

    static final class Pull extends Verb {
        private String host = "";
        private String image = "";

        Pull(Context context) {
            super(context, "pull", "Have a host's engine fetch an image; tells how far each layer is.");
            syntax().word("HOST", "An alias, or user@host[:port].", value -> host = value)
                    .word("IMAGE", "Its name; the tag latest where none is given.", value -> image = value);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            context().refuseReadonly("pull images");
            if (image.isBlank() || image.chars().anyMatch(c -> c <= ' ')) {
                throw Problem.of(Problem.Code.USAGE, "That is no image's name: " + image + ".")
                        .asException();
            }
            try (Talk talk = Talk.open(context())) {
                talk.ask(new Request.PullImage(host, image));
                return 0;
            }
        }
    }
}
