package io.github.multiarchmaven.assemble;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Recognises the executable jar that Spring Boot's Maven plugin makes of the application's own. Its dependencies are inside,
 * so it cannot share their layers; the jar it was made of lies beside it as {@code .jar.original}.
 */
final class SpringBootJar {
    private SpringBootJar() {}

    /**
     * @return the jar with the application's own classes only
     * @throws InvalidInputException when there is none
     */
    static Path plain(Path jar) {
        if (jar == null || !Files.isRegularFile(jar)) {
            throw new InvalidInputException("The application's jar is not there" + (jar == null ? "" : ": " + jar)
                    + ". Run the phase 'package' first, or use the exploded mode.");
        }
        try {
            if (!isFat(jar)) {
                return jar;
            }
            Path original = jar.resolveSibling(jar.getFileName() + ".original");
            if (!Files.isRegularFile(original)) {
                throw new InvalidInputException(
                        "The jar " + jar
                                + " is a Spring Boot executable jar, and the jar it was made of is not beside it as "
                                + original.getFileName()
                                + ". Use the exploded mode, or give the executable jar a <classifier> in spring-boot-maven-plugin.");
            }
            return named(original);
        } catch (IOException e) {
            throw new ImageException(false, "Reading the application's jar " + jar + ": " + e + ".", e);
        }
    }

    private static boolean isFat(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
            return main.getValue("Spring-Boot-Classes") != null || main.getValue("Spring-Boot-Lib") != null;
        }
    }

    /** A class path's {@code *} only takes files that end in {@code .jar}: so a copy, named as jib names it. */
    private static Path named(Path original) throws IOException {
        String name = original.getFileName().toString().replaceFirst("\\.jar\\.original$", ".original.jar");
        Path copy = Files.createDirectories(original.resolveSibling("multiarch-jar"))
                .resolve(name);
        // With its time, by which the cache of layers recognises it.
        return Files.copy(original, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }
}
