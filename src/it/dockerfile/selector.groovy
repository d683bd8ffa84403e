import io.github.multiarchmaven.testbed.BuildKit
import io.github.multiarchmaven.testbed.Buildah
import io.github.multiarchmaven.testbed.Unavailable

try {
    // The daemon is started once more by prebuild.groovy: a selector cannot hand anything on.
    Buildah.get()
    BuildKit.start().close()
    true
} catch (Unavailable e) {
    println "No engine for Dockerfiles: $e.message"
    false
}
