package io.github.multiarchmaven.assemble;

import com.google.cloud.tools.jib.api.MainClassFinder;
import io.github.multiarchmaven.image.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The given main class, or the only one in the classes directory. */
final class MainClass {
    private static final Logger LOG = LoggerFactory.getLogger(MainClass.class);

    private MainClass() {}

    static String of(JavaApp app) throws IOException {
        if (app.mainClass() != null && !app.mainClass().isBlank()) {
            return app.mainClass().strip();
        }
        Path classes = app.classesDirectory();
        MainClassFinder.Result result = find(classes);
        return switch (result.getType()) {
            case MAIN_CLASS_FOUND -> result.getFoundMainClass();
            case MAIN_CLASS_NOT_FOUND ->
                throw new InvalidInputException("No main class found in " + classes
                        + ". Write one with 'public static void main(String[] args)', or name one of a dependency in"
                        + " <mainClass>.");
            case MULTIPLE_MAIN_CLASSES ->
                throw new InvalidInputException("Several main classes found in " + classes + ": "
                        + String.join(", ", result.getFoundMainClasses()) + ". Name the one to start in <mainClass>.");
        };
    }

    private static MainClassFinder.Result find(Path classes) throws IOException {
        List<Path> files = List.of();
        if (Files.isDirectory(classes)) {
            try (Stream<Path> walk = Files.walk(classes)) {
                files = walk.filter(path -> path.toString().endsWith(".class"))
                        .sorted()
                        .toList();
            }
        }
        try {
            return MainClassFinder.find(files, event -> LOG.debug("jib: {}", event.getMessage()));
        } catch (UnsupportedOperationException e) {
            throw new InvalidInputException(
                    "Looking for the main class in " + classes
                            + ": a class file there is of a newer Java version than can be read. Name the class to start in"
                            + " <mainClass>.",
                    e);
        }
    }
}
