io.github.multiarchmaven.testbed.Demo.finish(basedir, context)
true
