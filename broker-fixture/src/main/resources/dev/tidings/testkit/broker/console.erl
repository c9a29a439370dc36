%% Connects to the JVM that started this node, evaluates what it sends, and ends the node when the connection ends:
%% a JVM that is killed leaves no broker behind.
%% Or the machines that the server starts for a moment while it looks for its cluster take our arguments for theirs.
os:unsetenv("ERL_AFLAGS"),
Evaluate = fun(Source) ->
  try
    {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(Source)),
    {ok, Expressions} = erl_parse:parse_exprs(Tokens),
    {value, Value, _} = erl_eval:exprs(Expressions, []),
    [$v, try iolist_to_binary(Value) catch _:_ -> io_lib:format("~0tp", [Value]) end]
  catch
    Class:Reason -> [$e, io_lib:format("~0tp: ~0tp", [Class, Reason])]
  end
end,
Serve = fun Serve(Socket) ->
  case gen_tcp:recv(Socket, 0) of
    {ok, Source} ->
      _ = gen_tcp:send(Socket, unicode:characters_to_binary(Evaluate(Source))),
      Serve(Socket);
    {error, _} ->
      erlang:halt(1, [{flush, false}])
  end
end,
spawn(fun() ->
  Port = list_to_integer(os:getenv("TIDINGS_CONSOLE_PORT")),
  {ok, Socket} = gen_tcp:connect({127, 0, 0, 1}, Port, [binary, {packet, 4}, {active, false}]),
  Serve(Socket)
end).
