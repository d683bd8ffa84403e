package io.github.multiarchmaven.load;

import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.testbed.Command;
import java.nio.file.Path;

/** Loads in a process of its own, that can be given little memory. */
final class LoadProcess {
    private LoadProcess() {}

    /** @param args a layout's folder, and the name in the engine, whose tag is the layout's as well */
    public static void main(String[] args) {
        Reference name = Reference.parse(args[1]);
        Loading.Loaded loaded = new Loading(Engine.find("docker", System.getenv(), "Loading"), line -> {})
                .load(new Loading.Request(args[1], ImageLayout.open(Path.of(args[0])), name.tag(), null, name));
        System.out.println(loaded.id());
    }

    /** The command that runs this class on the class path of the tests. */
    static Command command(String heap, Path layout, String name) {
        return Command.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                LoadProcess.class.getName(),
                layout.toString(),
                name);
    }
}
