import io.github.multiarchmaven.testbed.Buildah
import io.github.multiarchmaven.testbed.Unavailable

try {
    Buildah.get()
    true
} catch (Unavailable e) {
    println "No engine for Dockerfiles: $e.message"
    false
}
