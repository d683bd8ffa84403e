import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    def log = log(basedir)
    def published = (log =~ /Published \S+\/team\/app:1.0 (sha256:\w+)/)
    must(published.find(), 'the third run publishes')
    mustEqual(1, log.count('Published '))
    // Merged from two machines, and built on one: the same bytes.
    must(log.contains('Up to date: ' + registry.host() + '/team/app:1.0 ' + published.group(1)), 'the fourth run finds the same index')
    mustEqual(published.group(1), registry.manifest('team/app', '1.0').digest().toString())
} finally {
    registry.close()
}
true
