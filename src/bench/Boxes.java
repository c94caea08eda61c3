import dev.berth.demo.DemoBox;

/** The demo's boxes in a process of their own: prints their ssh configuration's path, and ends with its standard input. */
class Boxes {
    public static void main(String[] arguments) throws Exception {
        try (DemoBox boxes = DemoBox.start()) {
            System.out.println(boxes.sshConfig());
            System.in.read();
        }
    }
}
