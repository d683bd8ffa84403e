import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    mustSay(basedir, /\[ERROR\] .*There are no images to promote\. List them in the parameter baseImages/)
    mustSay(basedir, /linux\/s390x is missing; \S+\/base\/java:17 has linux\/amd64, linux\/arm64\. Nothing was written\. Correct <platforms>/)
    mustSay(basedir, /the tag 17-amd64 points to sha256:\w+ and would be moved to sha256:\w+\. Nothing was written\. To move it, set overwrite/)
    mustSay(basedir, /Promoting failed for 1 of 2 images\. Promoting \S+\/absent:1 to \S+\/container\/absent:1: there is no such image/)
    mustSay(basedir, /The parameter overwrite is 'sometimes'\. Use one of never, ifLocked, always\./)
    mustSay(basedir, /Reading the lock file \S+broken.lock failed: an entry has no 'to'\. Restore it from version control, or delete it/)
    mustSay(basedir, /The parameter hub 'container' does not begin with a registry's host/)
    // The image beside the one that failed was promoted; nothing else was written.
    mustEqual(['17', '17-amd64'], registry.repository('container/base/amd64-only').tags().sort())
    mustEqual(['17-amd64'], registry.repository('container/base/java').tags())
} finally {
    registry.close()
}
true
