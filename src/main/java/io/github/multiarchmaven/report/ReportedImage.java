package io.github.multiarchmaven.report;

import io.github.multiarchmaven.check.CheckOptions;
import io.github.multiarchmaven.check.CheckResult;
import io.github.multiarchmaven.check.CheckedImage;
import io.github.multiarchmaven.check.PlatformImage;
import io.github.multiarchmaven.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a report is made of.
 *
 * @param options that the result was found with
 */
record ReportedImage(CheckedImage image, CheckResult result, CheckOptions options) {
    List<PlatformImage> platforms() {
        return image.platforms();
    }

    List<Platform> names() {
        return platforms().stream().map(PlatformImage::platform).toList();
    }

    /** The headings of a table with a column for each platform. */
    List<String> columns(String first, String... last) {
        List<String> columns = new ArrayList<>(List.of(first));
        names().forEach(platform -> columns.add(platform.toString()));
        columns.addAll(List.of(last));
        return columns;
    }

    /** A cell for each platform. */
    List<Table.Cell> cells(Function<PlatformImage, Table.Cell> cell) {
        return platforms().stream().map(cell).toList();
    }
}
