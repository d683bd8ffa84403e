package io.github.multiarchmaven.assemble;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Writes an application as Maven leaves it: classes, resources and jars. */
final class SampleApp {
    static final String MAIN_CLASS = HelloApp.class.getName();

    private SampleApp() {}

    static JavaApp write(Path folder) {
        Path classes = folder.resolve("classes");
        classFile(classes, HelloApp.class);
        text(classes.resolve("application.properties"), "greeting=hello\n");
        text(classes.resolve("static/index.html"), "<p>hello</p>");
        return JavaApp.of(
                classes,
                List.of(
                        dependency(folder, "repo/a/lib-1.0.jar", Dependency.Kind.RELEASE),
                        dependency(folder, "repo/b/other-2.0.jar", Dependency.Kind.RELEASE),
                        dependency(folder, "repo/c/moving-1.0-SNAPSHOT.jar", Dependency.Kind.SNAPSHOT),
                        dependency(folder, "module/target/module-1.0.jar", Dependency.Kind.PROJECT)));
    }

    static Dependency dependency(Path folder, String path, Dependency.Kind kind) {
        Path file = folder.resolve(path);
        // No real jar is needed: it is packed, not opened.
        text(file, "the jar " + path);
        return new Dependency(file, "com.example:" + file.getFileName(), kind);
    }

    static void classFile(Path classes, Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
            Path file = classes.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path text(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path jar(Path file, Map<String, String> manifestEntries) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifestEntries.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(file);
                    JarOutputStream jar = new JarOutputStream(out, manifest)) {
                jar.putNextEntry(new ZipEntry("x.txt"));
                jar.write(file.toString().getBytes());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
