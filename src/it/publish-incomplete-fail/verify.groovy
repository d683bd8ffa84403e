import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    mustSay(basedir, /\[ERROR\] .*linux\/arm64 is missing: it was not built here and \S+:1.0-arm64 does not exist. Run build and push/)
    mustSay(basedir, /\[ERROR\] .*stands for linux\/arm64 .* says in its configuration that it is for linux\/amd64. Nothing was published/)
    must(!registry.repository('team/app').tags().contains('1.0'), 'no index was published')
} finally {
    registry.close()
}
true
